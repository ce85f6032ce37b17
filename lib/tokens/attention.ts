import { authorize } from "@/lib/access/policy";
import { type Caller, personOf } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { flaggedSql } from "./flags";
import { readTokens, statusSql } from "./record";
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
         OR ${flaggedSql("expiring_soon")} OR ${flaggedSql("rotation_due")} OR ${flaggedSql("unused_90d")})
       OR t.owner_fleet_id = ANY ($2::uuid[]) AND ${flaggedSql("seen_by_leaver")})`,
    [person.id, run],
    `ORDER BY t.expires_at ASC NULLS LAST, t.id LIMIT ${limit}`,
  );
  return rows.map((row) => viewOf(row));
}
