/** What has happened to rights since somebody was judged. */

import { type Principal, personOf } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";

type Reader = Pick<Transaction, "$queryRaw">;

/**
 * Where the rights clock stands, and whether anything between the principal's verdict and now was about its person, its
 * token or a fleet that it sees; instance admins see every fleet, new ones too. Others' changes are no reason to judge again.
 */
export async function rightsSince(
  principal: Principal,
  reader: Reader = db(),
): Promise<{ seq: bigint; moved: boolean }> {
  const person = personOf(principal);
  const subjects = [
    ...(person ? [person.id] : []),
    ...(principal.kind === "token" ? [principal.token.id] : []),
    ...principal.sees.map((fleet) => fleet.id),
  ];
  const [row] = await reader.$queryRaw<{ seq: bigint; told: bigint; concern: boolean | null }[]>`
    SELECT c.seq, count(DISTINCT e.seq) AS told, bool_or(
      e.kind = 'all' OR (e.kind = 'fleet' AND ${person?.admin ?? false}) OR e.subject = ANY (${subjects}::uuid[])
    ) AS concern
    FROM rights_clock c LEFT JOIN rights_events e ON e.seq > ${principal.seq} AND e.seq <= c.seq
    GROUP BY c.seq`;
  if (!row) throw new Error("the rights clock has no row");
  // An advance whose event is no longer there may have been about anything.
  return { seq: row.seq, moved: row.told !== row.seq - principal.seq || row.concern === true };
}
