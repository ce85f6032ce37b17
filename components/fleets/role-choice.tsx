"use client";

import { Lock } from "lucide-react";
import { useId } from "react";
import { FieldGroup } from "@/components/ui/field";
import { type MemberRole, memberRoles, type Scope } from "@/lib/access/catalog";
import { holdsWords, lockedReason, recommendedFor } from "./role-words";

interface RoleChoiceProps {
  value: MemberRole;
  onChange: (role: MemberRole) => void;
  held: readonly Scope[];
  error?: string | undefined;
}

/** One role, with what each holds and what it is for; those beyond the chooser are locked with the reason. */
export function RoleChoice({ value, onChange, held, error }: RoleChoiceProps) {
  const name = useId();
  return (
    <FieldGroup label="Role" error={error}>
      <div className="divide-y divide-line overflow-hidden rounded-control border border-line">
        {memberRoles.map((role) => {
          const locked = lockedReason(role, held);
          return (
            <label
              key={role}
              className="flex items-start gap-2.5 px-3 py-2 transition-colors hover:bg-hover/50 has-checked:bg-accent-soft has-disabled:text-muted has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2"
            >
              <input
                type="radio"
                name={name}
                value={role}
                checked={role === value}
                disabled={locked !== null}
                onChange={() => onChange(role)}
                aria-labelledby={`${name}-${role}-name`}
                aria-describedby={`${name}-${role}-holds`}
                className={
                  locked === null ? "mt-0.75 size-3.5 shrink-0 accent-accent outline-none" : "sr-only"
                }
              />
              {locked !== null && <Lock className="mt-0.75 size-3.5 shrink-0" aria-hidden />}
              <span className="min-w-0">
                <span id={`${name}-${role}-name`} className="block text-small">
                  <span className="font-strong">{role}</span>{" "}
                  <span className="text-muted">{recommendedFor(role)}</span>
                </span>
                <span id={`${name}-${role}-holds`} className="wrap-anywhere block text-label text-muted">
                  {locked ?? holdsWords(role)}
                </span>
              </span>
            </label>
          );
        })}
      </div>
    </FieldGroup>
  );
}
