"use client";

import { X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
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
  const hydrated = useHydrated();
  return (
    <>
      {query.owner === null ? (
        <Segmented
          label="Kind"
          value={query.kind}
          onChange={(next) => setQuery({ kind: next, cursor: null })}
          segments={[
            { value: "any", label: "All" },
            { value: "personal", label: "Personal" },
            { value: "fleet", label: "Fleet" },
          ]}
        />
      ) : (
        <Button onClick={() => setQuery({ owner: null, cursor: null })}>
          Of {ownerName ?? "one user"}
          <X aria-label="Show everybody’s" />
        </Button>
      )}
      {fleets.length > 1 && (
        <div className="w-48 max-narrow:w-full">
          {hydrated ? (
            <Select
              label="Fleet"
              className="h-8"
              value={query.fleet ?? ""}
              onChange={(next) => setQuery({ fleet: next === "" ? null : next, cursor: null })}
              options={[
                { value: "", label: "Any fleet" },
                ...fleets.map(({ slug, name }) => ({ value: slug, label: `Reaching ${name}` })),
              ]}
            />
          ) : (
            <div className="h-8" />
          )}
        </div>
      )}
    </>
  );
}
