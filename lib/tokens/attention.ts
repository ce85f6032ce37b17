import { authorize } from "@/lib/access/policy";
import { type Caller, personOf } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readTokens, seenByLeaverSql, statusSql } from "./record";
import type { TokenView } from "./schema";
import { viewOf } from "./view";

/** As many as one page can show; who has more of them starts with the soonest anyway. */
const limit = 200;

/**
 * The caller's own living tokens that deserve a look: paused, expiring soon, due for rotation or long unused. And those
 * of fleets that they run whose secret somebody who left has seen.
 */
export async function listTokensToLookAt(caller: Caller): Promise<TokenView[]> {
  authorize(caller.principal, "tokens.list");
  const person = personOf(caller.principal);
  if (person === null) return [];
  const run = caller.principal.sees.filter((fleet) => fleet.admin).map((fleet) => fleet.id);
  const rows = await readTokens(
    db(),
    `${statusSql} IN ('active', 'disabled') AND (
       t.owner_user_id = $1::uuid AND (
         NOT t.enabled
         OR t.expires_at <= now() + interval '14 days'
         OR s.created_at + t.rotate_every_seconds * interval '1 second' <= now()
         OR coalesce(used.last_used_at, t.created_at) <= now() - interval '90 days')
       OR t.owner_fleet_id = ANY ($2::uuid[]) AND ${seenByLeaverSql})`,
    [person.id, run],
    `ORDER BY t.expires_at ASC NULLS LAST, t.id LIMIT ${limit}`,
  );
  return rows.map((row) => viewOf(row));
}
