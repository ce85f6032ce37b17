"use client";

import { useState } from "react";
import { FieldGroup } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import type { Scope } from "@/lib/access/catalog";
import type { FleetName } from "../whose";
import { ScopePicker } from "./scope-picker";

/** How the token comes by its rights. */
type Grant = "scopes" | "inherit" | "admin";

const grants: readonly { value: Grant; label: string; says: string }[] = [
  { value: "scopes", label: "Chosen scopes", says: "" },
  {
    value: "inherit",
    label: "Everything I may do",
    says: "It follows your own rights at every call: what you gain or lose, it gains or loses. It cannot manage tokens.",
  },
  {
    value: "admin",
    label: "Admin",
    says: "Everything you may do, and managing your tokens: whoever has it can create and revoke others. For few things only.",
  },
];

const ofFleet: typeof grants = [
  { value: "scopes", label: "Chosen scopes", says: "" },
  {
    value: "admin",
    label: "Admin",
    says: "Everything in this fleet, and managing the fleet’s tokens: whoever has it can create and revoke others. For few things only.",
  },
];

interface GrantFieldProps {
  /** The fleet that will own the token; a fleet has nobody to inherit from. */
  fleet: FleetName | null;
  scopes: readonly Scope[];
  inherit: boolean;
  held: ReadonlySet<Scope>;
  error: { message?: string } | undefined;
  /** `scopes: undefined` goes with inherit. */
  onChange: (grant: { inherit: boolean; scopes: Scope[] | undefined }) => void;
}

export function GrantField({ fleet, scopes, inherit, held, error, onChange }: GrantFieldProps) {
  // What was picked stays picked while one looks at the other ways.
  const [picked, setPicked] = useState<Scope[]>([...scopes]);
  const offered = fleet ? ofFleet : grants;
  const grant: Grant = inherit ? "inherit" : scopes.includes("admin") ? "admin" : "scopes";

  function choose(next: Grant) {
    if (next === "inherit") onChange({ inherit: true, scopes: undefined });
    else onChange({ inherit: false, scopes: next === "admin" ? ["admin"] : picked });
  }

  return (
    <FieldGroup label="What it may do" error={words(error, scopes)}>
      <Segmented
        label="What it may do"
        segments={offered}
        value={grant}
        onChange={choose}
        className="mb-1 max-narrow:w-full"
        segmentClassName="max-narrow:px-1.5"
      />
      {grant === "scopes" ? (
        <ScopePicker
          value={scopes}
          held={held}
          onChange={(next) => {
            setPicked(next);
            onChange({ inherit: false, scopes: next });
          }}
        />
      ) : (
        <p className="text-muted text-small">{offered.find(({ value }) => value === grant)?.says}</p>
      )}
    </FieldGroup>
  );
}

/** The schema speaks to scripts too; a form has no field to leave out. */
function words(error: { message?: string } | undefined, scopes: readonly Scope[]): string | undefined {
  if (!error) return undefined;
  return scopes.length === 0 ? "Choose at least one thing that it may do." : error.message;
}
