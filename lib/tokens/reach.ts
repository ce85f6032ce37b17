/** Which personal tokens reach a fleet: their owner stands in it, and they are not kept out of it. */
import { instanceScopes } from "@/lib/access/catalog";
import type { Transaction } from "@/lib/database/client";

const ofInstanceOnly = `'{${instanceScopes.join(",")}}'`;

/**
 * SQL over the alias `t`: whether a personal token reaches a fleet now. Scopes of the instance alone reach none.
 * @param fleet SQL for the fleet's id.
 */
export const reachesFleetSql = (fleet: string) => `(
  (NOT t.fleets_bound OR ${fleet} = ANY (t.fleet_ids)) AND (t.inherit OR NOT t.scopes <@ ${ofInstanceOnly}::text[])
  AND t.owner_user_id IN (
    SELECT o.id FROM users o LEFT JOIN members om ON om.user_id = o.id AND om.fleet_id = ${fleet}
    WHERE o.deactivated_at IS NULL AND (o.admin OR om.user_id IS NOT NULL)))`;

/** Of these tokens the personal ones that reach at least one of the fleets. */
export async function findTokensReaching(
  reader: Pick<Transaction, "$queryRawUnsafe">,
  tokenIds: readonly string[],
  fleetIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (tokenIds.length === 0 || fleetIds.length === 0) return new Set();
  const rows = await reader.$queryRawUnsafe<{ id: string }[]>(
    `SELECT DISTINCT t.id FROM tokens t CROSS JOIN unnest($2::uuid[]) AS f(id)
     WHERE t.id = ANY ($1::uuid[]) AND ${reachesFleetSql("f.id")}`,
    tokenIds,
    fleetIds,
  );
  return new Set(rows.map((row) => row.id));
}
