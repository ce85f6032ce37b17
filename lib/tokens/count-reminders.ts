import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { flaggedSql } from "./flags";
import { Filter, filterByOwner } from "./list-filter";
import { countByCondition } from "./record";
import type { ListTokensInput, Reminders } from "./schema";

/** What of a list wants something done, whatever the list is filtered by: the page says it before anything stops. */
export async function countReminders(
  caller: Caller,
  input: Pick<ListTokensInput, "kind" | "fleet" | "owner">,
): Promise<Reminders> {
  authorize(caller.principal, "tokens.list");
  const filter = new Filter();
  filterByOwner(filter, caller.principal, input);
  return countByCondition(db(), filter.sql, filter.parameters, {
    ends_in_3_days: `${flaggedSql("expiring_soon")} AND t.expires_at <= now() + interval '3 days'`,
    rotation_due: flaggedSql("rotation_due"),
    unused_90d: flaggedSql("unused_90d"),
  });
}
