"use client";

import { Lock } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { SearchInput } from "@/components/ui/search-input";
import type { Scope } from "@/lib/access/catalog";
import { RoleShortcuts } from "./role-shortcuts";
import { matchingRows, type ScopeRow } from "./scope-grid";
import { gridColumns, ScopePickerRow } from "./scope-picker-row";

interface ScopePickerProps {
  value: readonly Scope[];
  onChange: (scopes: Scope[]) => void;
  /** What the person holds; the rest is shown locked. */
  held: ReadonlySet<Scope>;
}

/** Resources as rows, actions as columns, roles as shortcuts that light up what they would take. */
export function ScopePicker({ value, onChange, held }: ScopePickerProps) {
  const [text, setText] = useState("");
  const [lit, setLit] = useState<readonly Scope[]>([]);
  const rows = matchingRows(text);
  const chosen = new Set(value);

  function toggle(scope: Scope) {
    onChange(chosen.has(scope) ? value.filter((other) => other !== scope) : [...value, scope]);
  }

  return (
    <div className="flex flex-col gap-2">
      <RoleShortcuts value={value} held={held} onTake={onChange} onLight={setLit} />
      <div className="rounded-control border border-line">
        <div className="flex items-center gap-2 border-line border-b p-1.5">
          <SearchInput
            label="Search scopes"
            placeholder="Search, like deploy or secrets"
            value={text}
            onChange={(event) => setText(event.target.value)}
            // Enter here would send the whole form.
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
            className="flex-1 [&>input]:border-transparent [&>input]:bg-transparent"
          />
          <span className="text-muted text-small tabular-nums" role="status">
            {value.length === 0 ? "None chosen" : `${value.length} chosen`}
          </span>
          {value.length > 0 && (
            <Button tone="quiet" size="small" onClick={() => onChange([])}>
              Clear
            </Button>
          )}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: rows of checkboxes, not data */}
        <div role="group" aria-label="Scopes">
          <div
            aria-hidden
            className={cn(
              gridColumns,
              "sticky -top-2 z-1 border-line border-b bg-raised px-3 pt-2.5 pb-1.5 text-label text-muted",
            )}
          >
            <span>Resource</span>
            <span className="max-narrow:hidden" />
            <span className="text-center">read</span>
            <span className="text-center">write</span>
            <span className="pl-2">other</span>
          </div>
          {rows.map((row) => (
            <ScopePickerRow
              key={row.resource}
              row={row}
              chosen={chosen}
              lit={lit}
              held={held}
              onToggle={toggle}
            />
          ))}
          {rows.length === 0 && (
            <p className="px-3 py-4 text-muted text-small" role="status">
              No scope matches “{text.trim()}”.
            </p>
          )}
        </div>
      </div>
      {rows.some((row) => isLocked(row, held)) && (
        <p className="flex items-start gap-1.5 text-muted text-small">
          <Lock className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          You cannot give what you do not hold. An admin of the fleet can change your role; what belongs to
          the whole cabinet is held by instance admins.
        </p>
      )}
    </div>
  );
}

function isLocked(row: ScopeRow, held: ReadonlySet<Scope>): boolean {
  return [row.read, row.write, row.other].some((scope) => scope && !held.has(scope.name));
}
