/** Wishes of a fleet's admins that a personal token be kept out of their fleet. */
import type { Transaction } from "@/lib/database/client";
import { reachesFleetSql } from "./reach";
import type { Actor, NarrowingView } from "./schema";

/** SQL over `n` and `t`: nobody has answered it, and the token does reach the fleet. */
const openSql = `n.settled_at IS NULL AND t.revoked_at IS NULL AND ${reachesFleetSql("n.fleet_id")}`;

interface Row {
  id: string;
  token_id: string;
  token_name: string;
  fleet: string;
  fleet_name: string;
  requested_by: Actor;
  reason: string | null;
  created_at: Date;
}

/**
 * The open ones that satisfy `where`, the oldest first.
 * @param where SQL over `n` (the wish), `t` (its token) and `f` (its fleet) with `$1…` for `parameters`.
 */
export async function readNarrowings(
  reader: Pick<Transaction, "$queryRawUnsafe">,
  where: string,
  parameters: readonly unknown[],
): Promise<NarrowingView[]> {
  const rows = await reader.$queryRawUnsafe<Row[]>(
    `SELECT n.id, n.token_id, t.name AS token_name, f.slug AS fleet, f.name AS fleet_name, n.requested_by, n.reason, n.created_at
     FROM narrowing_requests n JOIN tokens t ON t.id = n.token_id JOIN fleets f ON f.id = n.fleet_id
     WHERE ${openSql} AND ${where} ORDER BY n.id LIMIT 200`,
    ...parameters,
  );
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
}

/** Settles what has come true: the tokens are revoked, or reach the fleets no more. Call it after the write. */
export async function settleNarrowings(
  tx: Transaction,
  tokenIds: readonly string[],
  now: Date,
): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE narrowing_requests n SET settled_at = $2 FROM tokens t
     WHERE t.id = n.token_id AND t.id = ANY ($1::uuid[]) AND n.settled_at IS NULL AND NOT (${openSql})`,
    tokenIds,
    now,
  );
}

/** Settles what was asked about the tokens of somebody who leaves a fleet, or (`fleetId` null) all of them. */
export async function settleNarrowingsOf(
  tx: Transaction,
  userId: string,
  fleetId: string | null,
  now: Date,
): Promise<void> {
  await tx.narrowingRequest.updateMany({
    where: { settledAt: null, token: { ownerUserId: userId }, ...(fleetId === null ? {} : { fleetId }) },
    data: { settledAt: now },
  });
}
