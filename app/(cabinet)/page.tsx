import { redirect } from "next/navigation";
import { Overview } from "@/components/overview/overview";
import { ClockProvider } from "@/components/ui/clock";
import { listAudit } from "@/lib/audit/list";
import { countMachines } from "@/lib/machines/count";
import { pageCaller } from "@/lib/sessions/page";
import { listTokensToLookAt } from "@/lib/tokens/attention";
import { listTokens } from "@/lib/tokens/list";
import { listNarrowingsAskedOfMe } from "@/lib/tokens/list-narrowings";
import { listTokensSchema } from "@/lib/tokens/schema";

export const metadata = { title: "Overview" };

const refusalsShown = 6;

export default async function Home() {
  const caller = await pageCaller();
  if (caller === null) redirect("/sign-in");
  const seesMachines = caller.principal.fleets.some((fleet) => fleet.scopes.has("machines:read"));
  const [page, attention, machines, refusals, narrowings] = await Promise.all([
    listTokens(caller, listTokensSchema.parse({ kind: "personal", limit: "1" })),
    listTokensToLookAt(caller),
    seesMachines ? countMachines(caller) : [],
    listAudit(caller, { decision: "deny", limit: refusalsShown }),
    listNarrowingsAskedOfMe(caller),
  ]);
  return (
    <ClockProvider renderedAt={new Date().toISOString()}>
      <Overview
        counts={page.counts}
        attention={attention}
        machines={machines}
        refusals={refusals.data}
        narrowings={narrowings}
      />
    </ClockProvider>
  );
}
