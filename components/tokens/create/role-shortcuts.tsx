import { cn } from "@/components/ui/cn";
import { roles, type Scope } from "@/lib/access/catalog";

interface RoleShortcutsProps {
  value: readonly Scope[];
  held: ReadonlySet<Scope>;
  onTake: (scopes: Scope[]) => void;
  onLight: (scopes: readonly Scope[]) => void;
}

/** Several scopes at once; pointing at one lights up in the grid what it would take. */
export function RoleShortcuts({ value, held, onTake, onLight }: RoleShortcutsProps) {
  return (
    <div className="grid grid-cols-2 gap-2 narrow:grid-cols-4">
      {roles
        .filter((role) => role.name !== "admin")
        .map((role) => {
          const within = role.scopes.filter((scope) => held.has(scope));
          const taken =
            within.length === value.length && within.length > 0 && within.every((s) => value.includes(s));
          const lacking = role.scopes.length - within.length;
          return (
            <button
              key={role.name}
              type="button"
              aria-pressed={taken}
              disabled={within.length === 0}
              onClick={() => onTake(taken ? [] : [...within])}
              onPointerEnter={() => onLight(within)}
              onPointerLeave={() => onLight([])}
              onFocus={() => onLight(within)}
              onBlur={() => onLight([])}
              className={cn(
                "flex min-w-0 flex-col rounded-control border border-line px-2.5 py-1.5 text-left transition-colors",
                "enabled:hover:border-edge disabled:text-muted aria-pressed:border-accent aria-pressed:bg-accent-soft",
              )}
            >
              <span className="font-mono text-small">{role.name}</span>
              <span className="text-label text-muted">{role.recommendedFor}</span>
              {lacking > 0 && within.length > 0 && (
                <span className="text-caution text-label">without {lacking} that you lack</span>
              )}
            </button>
          );
        })}
    </div>
  );
}
