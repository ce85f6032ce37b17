import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import type { ListView } from "./query";
import type { Whose } from "./whose";

export function NoTokens({ whose }: { whose: Whose }) {
  if (whose.list === "reaching") {
    return (
      <EmptyState title="Nothing reaches this fleet">
        No token of the fleet, and none of a member that is not kept out of it.
      </EmptyState>
    );
  }
  if (whose.list === "fleet") {
    return (
      <EmptyState title={`${whose.fleet.name} owns no tokens yet`}>
        A fleet’s token is for what must work on when people leave: deployments, monitoring, agents on
        machines. It reaches this fleet alone, and all its admins look after it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No tokens yet"
      snippet={
        <CodeBlock
          copyLabel="Copy the command"
          code={'curl -H "Authorization: Bearer $CABINET_TOKEN" \\\n  $CABINET_URL/api/v1/whoami'}
        />
      }
    >
      A token lets one script, job or agent do a part of what you may do, until a date you choose. Create one
      for each place that needs it; then stopping one stops nothing else. A script sends it like this:
    </EmptyState>
  );
}

const nothing: Record<ListView, string> = {
  current: "None is active or paused.",
  expired: "None has expired.",
  revoked: "None was revoked.",
  all: "There is none.",
};

export function NoMatch({ q, status, onShowAll }: { q: string; status: ListView; onShowAll: () => void }) {
  return (
    <div role="status" className="flex flex-col items-start gap-3 border-line border-t py-8">
      <p className="wrap-anywhere text-muted">
        {q === "" ? nothing[status] : `Nothing matches “${q}”${status === "all" ? "" : " among these"}.`}
      </p>
      {status !== "all" && <Button onClick={onShowAll}>Look in all tokens</Button>}
    </div>
  );
}
