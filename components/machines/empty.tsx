import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";

export function NoMachines({ fleet, mayWrite }: { fleet: string; mayWrite: boolean }) {
  const body = JSON.stringify({ name: "web-1", namespace: "production", tags: ["web"] });
  const command = [
    'curl -H "Authorization: Bearer $CABINET_TOKEN" \\',
    '  -H "Content-Type: application/json" \\',
    `  -d '${body}' \\`,
    `  $CABINET_URL/api/v1/fleets/${fleet}/machines`,
  ].join("\n");
  return (
    <EmptyState title="No machines yet" snippet={<CodeBlock code={command} copyLabel="Copy the command" />}>
      {mayWrite
        ? "Register them here, or let each machine register itself with a token that holds machines:write:"
        : "You may look at machines here, not register them. A token that holds machines:write does it like this:"}
    </EmptyState>
  );
}

interface NoMatchProps {
  query: { q: string; namespace: string; tag: string };
  filtered: boolean;
  onShowAll: () => void;
}

/** Says what was asked for, all of it: one of the filters may have been forgotten. */
export function NoMatch({ query, filtered, onShowAll }: NoMatchProps) {
  const asked = [
    query.q !== "" && `matches “${query.q}”`,
    query.namespace !== "" && `stands in ${query.namespace}`,
    query.tag !== "" && `has the tag ${query.tag}`,
  ].filter((part) => part !== false);
  return (
    <div role="status" className="flex flex-col items-start gap-3 border-line border-t py-8">
      <p className="wrap-anywhere text-muted">
        {filtered ? `No machine ${asked.join(" and ")}.` : "There is no machine on this page."}
      </p>
      <Button onClick={onShowAll}>Show all machines</Button>
    </div>
  );
}
