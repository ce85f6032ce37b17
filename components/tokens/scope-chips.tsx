import { TriangleAlert } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import type { TokenView } from "@/lib/tokens/schema";
import { type ScopeGroup, scopeGroups } from "./scope-groups";

interface ScopeChipsProps {
  token: Pick<TokenView, "scopes" | "inherit">;
  /** How many resources are shown; the rest becomes "+4". */
  limit?: number;
  className?: string;
}

export function ScopeChips({ token, limit = Number.POSITIVE_INFINITY, className }: ScopeChipsProps) {
  const groups = scopeGroups(token.scopes);
  const rest = groups.slice(limit);
  return (
    <span className={cn("flex min-w-0 flex-wrap gap-1", className)}>
      {token.inherit && <Chip tone="caution">Everything you may do</Chip>}
      {groups.slice(0, limit).map((group) => (
        <ScopeChip key={group.resource} group={group} />
      ))}
      {rest.length > 0 && (
        <Chip title={rest.map(groupWords).join(", ")}>
          +{rest.length}
          <span className="sr-only"> more: {rest.map(groupWords).join(", ")}</span>
        </Chip>
      )}
    </span>
  );
}

function groupWords(group: ScopeGroup): string {
  return [group.resource, ...group.actions].join(" ");
}

function ScopeChip({ group }: { group: ScopeGroup }) {
  return (
    <Chip
      mono
      tone={group.dangerous ? "caution" : "plain"}
      title={group.dangerous ? "Can do harm" : undefined}
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
