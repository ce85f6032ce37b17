/** What becomes of people's own tokens when they leave a fleet, or the instance. */
import type { Record } from "@/lib/audit/change";
import type { ActorRef } from "@/lib/audit/facts";
import type { Transaction } from "@/lib/database/client";
import { logFactsOf, readTokens, type TokenRow } from "./record";

/** Who brings it about, in which words, and what the entries of the log have in common. */
interface By {
  actor: ActorRef;
  reason: string;
  batchId: string;
  now: Date;
}

/** `loses_fleet`: not limited to fleets, it stops opening this one without being changed. */
export type LeavingEffect = "revoked" | "narrowed" | "loses_fleet";

/** A person's tokens that are not revoked: paused and expired ones too, since both could come back. */
export function tokensThatLive(reader: Pick<Transaction, "$queryRawUnsafe">, userId: string) {
  return readTokens(
    reader,
    "t.owner_user_id = $1::uuid AND t.revoked_at IS NULL",
    [userId],
    "ORDER BY t.id DESC",
  );
}

/**
 * What leaving a fleet does to a token of who leaves; null when it does nothing.
 * @param last no fleet remains to them afterwards.
 */
export function effectOfLeaving(
  token: Pick<TokenRow, "fleetIds">,
  fleetId: string,
  last: boolean,
): LeavingEffect | null {
  const { fleetIds } = token;
  if (last) return "revoked";
  if (fleetIds === null) return "loses_fleet";
  if (!fleetIds.includes(fleetId)) return null;
  return fleetIds.every((id) => id === fleetId) ? "revoked" : "narrowed";
}

/**
 * Takes a fleet from the tokens of a person who has left it; coming back does not give it back to those that named it.
 * Not for instance admins, whose fleets are all.
 */
export async function leaveFleet(
  tx: Transaction,
  record: Record,
  userId: string,
  left: { id: string; slug: string; last: boolean },
  by: By,
): Promise<void> {
  const tokens = await tokensThatLive(tx, userId);
  const having = (effect: LeavingEffect) =>
    tokens.filter((token) => effectOfLeaving(token, left.id, left.last) === effect);
  await revoke(tx, record, having("revoked"), by);
  await narrow(tx, record, having("narrowed"), left, by);
}

/** Revokes every personal token of somebody. @returns how many there were. */
export async function revokeAllOf(tx: Transaction, record: Record, userId: string, by: By): Promise<number> {
  const tokens = await tokensThatLive(tx, userId);
  await revoke(tx, record, tokens, by);
  return tokens.length;
}

async function revoke(tx: Transaction, record: Record, tokens: TokenRow[], by: By): Promise<void> {
  if (tokens.length === 0) return;
  const { actor, reason, batchId, now } = by;
  await tx.$executeRaw`
    UPDATE tokens SET revoked_at = ${now}, revoked_by = ${{ ...actor }}::jsonb, revoke_reason = ${reason},
      updated_at = ${now}, version = version + 1
    WHERE id = ANY (${tokens.map((token) => token.id)}::uuid[])`;
  for (const token of tokens) {
    record({
      action: "token.revoked",
      subject: { type: "token", id: token.id, name: token.name },
      token: logFactsOf(token),
      reason,
      batchId,
      before: { revoked_at: null },
      after: { revoked_at: now.toISOString() },
    });
  }
}

async function narrow(
  tx: Transaction,
  record: Record,
  tokens: TokenRow[],
  left: { id: string; slug: string },
  by: By,
): Promise<void> {
  if (tokens.length === 0) return;
  const { reason, batchId, now } = by;
  await tx.$executeRaw`
    UPDATE tokens SET fleet_ids = array_remove(fleet_ids, ${left.id}::uuid), updated_at = ${now}, version = version + 1
    WHERE id = ANY (${tokens.map((token) => token.id)}::uuid[])`;
  for (const token of tokens) {
    record({
      action: "token.updated",
      subject: { type: "token", id: token.id, name: token.name },
      token: logFactsOf(token),
      reason,
      batchId,
      before: { fleets: token.fleets },
      after: { fleets: token.fleets?.filter((slug) => slug !== left.slug) ?? null },
    });
  }
}
