import { Lock, TriangleAlert } from "lucide-react";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import type { Scope } from "@/lib/access/catalog";
import type { GridScope, ScopeRow } from "./scope-grid";

/** Resource, what it opens (under it on narrow screens), read, write, other. */
export const gridColumns =
  "grid grid-cols-[minmax(0,1fr)_3rem_3rem_7rem] narrow:grid-cols-[6.5rem_minmax(0,1fr)_3rem_3rem_7.5rem]";

interface ScopePickerRowProps {
  row: ScopeRow;
  chosen: ReadonlySet<Scope>;
  /** What the shortcut under the pointer would take. */
  lit: readonly Scope[];
  held: ReadonlySet<Scope>;
  onToggle: (scope: Scope) => void;
}

export function ScopePickerRow({ row, chosen, lit, held, onToggle }: ScopePickerRowProps) {
  // A click on the row takes the least it has.
  const least = [row.read, row.other, row.write].find((scope) => scope && held.has(scope.name));
  const cell = (scope: GridScope | null, named = false) =>
    scope && (
      <ScopeCell
        scope={scope}
        named={named}
        checked={chosen.has(scope.name)}
        lit={lit.includes(scope.name)}
        locked={!held.has(scope.name)}
        onToggle={() => onToggle(scope.name)}
      />
    );
  return (
    <div
      className={cn(
        gridColumns,
        "items-center border-line px-3 text-small transition-colors not-last:border-b hover:bg-hover/50",
      )}
    >
      {/* A convenience for pointers; by keyboard the boxes themselves are as near. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
      <div
        className={cn(
          "min-w-0 max-narrow:contents narrow:col-span-2 narrow:grid narrow:grid-cols-subgrid narrow:items-baseline narrow:py-2",
          least ? "cursor-pointer" : "text-muted",
        )}
        onClick={() => least && onToggle(least.name)}
      >
        <span className="font-mono">{row.resource}</span>
        <span
          className="text-label text-muted max-narrow:order-last max-narrow:col-span-full max-narrow:pb-2 narrow:truncate"
          data-tip={row.opens}
        >
          {row.opens}
        </span>
      </div>
      {cell(row.read) ?? <span />}
      {cell(row.write) ?? <span />}
      {cell(row.other, true) ?? <span />}
    </div>
  );
}

interface ScopeCellProps {
  scope: GridScope;
  named: boolean;
  checked: boolean;
  lit: boolean;
  locked: boolean;
  onToggle: () => void;
}

function ScopeCell({ scope, named, checked, lit, locked, onToggle }: ScopeCellProps) {
  const style = cn(
    "relative flex h-8 items-center gap-2 rounded-mark transition-colors",
    named ? "px-2" : "justify-center",
    lit && "bg-accent-soft",
  );
  const word = named && (
    <span className={cn("truncate text-label", locked && "text-muted")}>{scope.action}</span>
  );
  if (locked) {
    const why = scope.ofInstance
      ? "it belongs to the whole instance, for instance admins’ tokens that are not limited to a fleet"
      : "you do not hold it in any fleet; a fleet’s admin can give it to you";
    return (
      <span className={style} data-tip={`${scope.name}: ${why}`}>
        <Lock className="size-3.5 text-muted" aria-hidden />
        {word}
        <span className="sr-only">
          {scope.name}, locked: {why}
        </span>
      </span>
    );
  }
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is one
    <label
      className={style}
      data-tip={`${scope.name}: ${scope.opens}${scope.dangerous ? ". Can do harm" : ""}`}
    >
      <Checkbox
        checked={checked}
        onChange={onToggle}
        aria-label={`${scope.name}: ${scope.opens}${scope.dangerous ? ". Can do harm." : ""}`}
      />
      {word}
      {scope.dangerous && (
        <TriangleAlert className={cn("size-3 text-caution", !named && "absolute right-0")} aria-hidden />
      )}
    </label>
  );
}
