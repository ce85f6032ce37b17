import { TriangleAlert } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import type { TokenView } from "@/lib/tokens/schema";
import { type ScopeGroup, scopeGroups } from "./scope-groups";
import { ScopeRest } from "./scope-rest";

interface ScopeChipsProps {
  token: Pick<TokenView, "scopes" | "inherit">;
  /** In one line: what does not fit becomes "+4". */
  brief?: boolean;
  /** In a list of several owners. */
  others?: boolean;
}

export function ScopeChips({ token, brief = false, others = false }: ScopeChipsProps) {
  const groups = scopeGroups(token.scopes);
  const limit = brief ? fitting(groups, others ? 22 : 32) : groups.length;
  const rest = groups.slice(limit);
  return (
    <span className={cn("flex min-w-0 gap-1", brief ? "overflow-hidden" : "flex-wrap")}>
      {token.inherit && (
        <Chip tone="caution">{others ? "Everything its owner may do" : "Everything you may do"}</Chip>
      )}
      {groups.slice(0, limit).map((group) => (
        <ScopeChip key={group.resource} group={group} />
      ))}
      {rest.length > 0 && (
        <ScopeRest
          count={rest.length}
          dangerous={rest.some((group) => group.dangerous)}
          scopes={token.scopes}
        />
      )}
    </span>
  );
}

/** At most three, and no more letters than a line holds. */
function fitting(groups: readonly ScopeGroup[], line: number): number {
  let letters = 0;
  const first = groups.slice(0, 3).findIndex((group) => {
    letters += groupWords(group).length + 3;
    return letters > line;
  });
  return first === -1 ? 3 : Math.max(1, first);
}

function groupWords(group: ScopeGroup): string {
  return [group.resource, ...group.actions].join(" ");
}

function ScopeChip({ group }: { group: ScopeGroup }) {
  return (
    <Chip
      mono
      tone={group.dangerous ? "caution" : "plain"}
      data-tip={group.dangerous ? "Can do harm" : undefined}
    >
      {group.dangerous && <TriangleAlert className="size-3" aria-label="Can do harm:" role="img" />}
      <span className="truncate">
        {group.resource}
        {group.actions.map((action) => (
          <span key={action} className="ml-1 text-muted">
            {action}
          </span>
        ))}
      </span>
    </Chip>
  );
}
