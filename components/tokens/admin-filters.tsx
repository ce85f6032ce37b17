"use client";

import { X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { type Option, Select } from "@/components/ui/select";
import { useHydrated } from "@/components/ui/use-hydrated";
import { adminQuery } from "./query";
import type { FleetName } from "./whose";

const { kind, fleet, owner, cursor } = adminQuery;

interface AdminFiltersProps {
  fleets: readonly FleetName[];
  /** The name of the user whose tokens are shown, when it is known. */
  ownerName: string | null;
}

/** Of everybody's tokens: which kind, what reaches which fleet, whose. */
export function AdminFilters({ fleets, ownerName }: AdminFiltersProps) {
  const [, startTransition] = useTransition();
  const [query, setQuery] = useQueryStates(
    { kind, fleet, owner, cursor },
    { shallow: false, startTransition, clearOnDefault: true },
  );
  return (
    <>
      {query.owner === null ? (
        <Choice
          label="Kind"
          value={query.kind}
          onChange={(next) => setQuery({ kind: next, cursor: null })}
          options={[
            { value: "any", label: "Any kind" },
            { value: "personal", label: "Personal" },
            { value: "fleet", label: "Of fleets" },
          ]}
        />
      ) : (
        <Button onClick={() => setQuery({ owner: null, cursor: null })}>
          Of {ownerName ?? "one user"}
          <X aria-label="Show everybody’s" />
        </Button>
      )}
      {fleets.length > 1 && (
        <Choice
          label="Fleet"
          value={query.fleet ?? ""}
          onChange={(next) => setQuery({ fleet: next === "" ? null : next, cursor: null })}
          options={[
            { value: "", label: "Any fleet" },
            ...fleets.map(({ slug, name }) => ({ value: slug, label: `Reaching ${name}` })),
          ]}
        />
      )}
    </>
  );
}

interface ChoiceProps<V extends string> {
  label: string;
  options: readonly Option<V>[];
  value: V;
  onChange: (value: V) => void;
}

/** A select of its place's size from the start, since the server cannot render one. */
function Choice<V extends string>(props: ChoiceProps<V>) {
  const hydrated = useHydrated();
  return (
    <div className="h-8 w-40 max-narrow:w-full">{hydrated && <Select {...props} className="h-8" />}</div>
  );
}
