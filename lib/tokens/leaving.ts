/** What becomes of people's own tokens when they leave a fleet, or the instance. */
import type { Record } from "@/lib/audit/change";
import type { ActorRef } from "@/lib/audit/facts";
import type { Transaction } from "@/lib/database/client";
import { formatDuration } from "./duration";
import { settleNarrowingsOf } from "./narrowing";
import { logFactsOf, readTokens, type TokenRow } from "./record";
import { statusOf } from "./status";

/** Who brings it about, in which words, and what the entries of the log have in common. */
interface By {
  actor: ActorRef;
  reason: string;
  batchId: string;
  now: Date;
}

/** `loses_fleet`: not limited to fleets, it stops opening this one without being changed. */
type LeavingEffect = "revoked" | "narrowed" | "loses_fleet";

type Reader = Pick<Transaction, "$queryRawUnsafe">;

/** Who leaves which fleet. `last`: none remains to them afterwards. */
interface Left {
  id: string;
  slug: string;
  last: boolean;
}

/** A person's tokens that are not revoked: paused and expired ones too, since both could come back. */
export function tokensThatLive(reader: Reader, userId: string): Promise<TokenRow[]> {
  return readTokens(
    reader,
    "t.owner_user_id = $1::uuid AND t.revoked_at IS NULL",
    [userId],
    "ORDER BY t.id DESC",
  );
}

/** What leaving does to one of their tokens; null when it does nothing. */
function effectOf(token: TokenRow, left: Left): LeavingEffect | null {
  if (left.last) return "revoked";
  if (token.fleetIds === null) return "loses_fleet";
  if (!token.fleetIds.includes(left.id)) return null;
  return token.fleetIds.every((id) => id === left.id) ? "revoked" : "narrowed";
}

/**
 * What `leaveFleet` would do. For the fleet's admins: of tokens that do not reach it they learn the number of those that
 * would be revoked, and nothing else.
 */
export async function previewLeaving(reader: Reader, userId: string, left: Left) {
  const living = await tokensThatLive(reader, userId);
  const reaching = living.filter(({ fleetIds }) => fleetIds === null || fleetIds.includes(left.id));
  // Who would notice comes first.
  reaching.sort((a, b) => (b.lastUsedAt?.getTime() ?? 0) - (a.lastUsedAt?.getTime() ?? 0));
  const tokens = reaching.flatMap((token) => {
    const effect = effectOf(token, left);
    if (effect === null) return [];
    return [{ ...factsOf(token), effect }];
  });
  return { tokens, others: left.last ? living.length - reaching.length : 0 };
}

/** What is lost of it must be known to make another that is as narrow. */
export function limitsOf(token: TokenRow) {
  return {
    description: token.description,
    namespaces: token.namespaces,
    allowed_ips: token.allowedIps,
    rotate_every: token.rotateEverySeconds === null ? null : formatDuration(token.rotateEverySeconds),
  };
}

function factsOf(token: TokenRow) {
  const { id, name, kind, scopes, inherit } = token;
  return {
    id,
    name,
    prefix: token.secret.prefix,
    kind,
    status: statusOf(token, Date.now()),
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    scopes,
    ...limitsOf(token),
    inherit,
  };
}

/** More would be read by nobody; the total says how many there are. */
const mostSeen = 200;

interface Seen {
  id: string;
  name: string;
  prefix: string;
  fleet: string;
}

/**
 * Fleet tokens of which the user knows a secret that still works: they go on, and are flagged until rotated.
 * @param fleetId null: of every fleet.
 */
export async function fleetTokensSeenBy(reader: Reader, userId: string, fleetId: string | null) {
  const rows = await reader.$queryRawUnsafe<(Seen & { total: bigint })[]>(
    `SELECT t.id, t.name, s.prefix, f.slug AS fleet, count(*) OVER () AS total
     FROM tokens t JOIN fleets f ON f.id = t.owner_fleet_id
     JOIN secrets s ON s.token_id = t.id AND s.ends_at IS NULL AND s.ended_at IS NULL
     WHERE t.revoked_at IS NULL AND ($1::uuid IS NULL OR f.id = $1::uuid) AND EXISTS (
       SELECT 1 FROM secrets x WHERE x.token_id = t.id AND x.seen_by = $2::uuid
         AND x.ended_at IS NULL AND (x.ends_at IS NULL OR x.ends_at > now()))
     ORDER BY f.slug, t.name, t.id LIMIT ${mostSeen}`,
    fleetId,
    userId,
  );
  const tokens: Seen[] = rows.map(({ id, name, prefix, fleet }) => ({ id, name, prefix, fleet }));
  return { tokens, total: Number(rows[0]?.total ?? 0) };
}

/**
 * Takes a fleet from the tokens of a person who has left it; coming back does not give it back to those that named it.
 * Not for instance admins, whose fleets are all.
 */
export async function leaveFleet(
  tx: Transaction,
  record: Record,
  userId: string,
  left: Left,
  by: By,
): Promise<void> {
  const tokens = await tokensThatLive(tx, userId);
  const having = (effect: LeavingEffect) => tokens.filter((token) => effectOf(token, left) === effect);
  await revoke(tx, record, having("revoked"), by);
  await narrow(tx, record, having("narrowed"), (slug) => slug !== left.slug, by);
  await settleNarrowingsOf(tx, userId, left.last ? null : left.id, by.now);
}

/**
 * Takes all fleets but these from the tokens of a person to whom the others were open as an instance admin only: as
 * after leaving each of them.
 */
export async function leaveFleetsBut(
  tx: Transaction,
  record: Record,
  userId: string,
  kept: readonly { id: string; slug: string }[],
  by: By,
): Promise<void> {
  const keeps = (id: string) => kept.some((fleet) => fleet.id === id);
  const bound = (await tokensThatLive(tx, userId)).filter(
    ({ fleetIds }) => fleetIds && !fleetIds.every(keeps),
  );
  const goesOn = ({ fleetIds }: TokenRow) => fleetIds?.some(keeps) ?? false;
  const slugs = kept.map(({ slug }) => slug);
  await revoke(
    tx,
    record,
    bound.filter((token) => !goesOn(token)),
    by,
  );
  await narrow(tx, record, bound.filter(goesOn), (slug) => slugs.includes(slug), by);
  await tx.narrowingRequest.updateMany({
    where: { settledAt: null, token: { ownerUserId: userId }, fleet: { slug: { notIn: slugs } } },
    data: { settledAt: by.now },
  });
}

/** Revokes every personal token of somebody. @returns how many there were. */
export async function revokeAllOf(tx: Transaction, record: Record, userId: string, by: By): Promise<number> {
  const tokens = await tokensThatLive(tx, userId);
  await revoke(tx, record, tokens, by);
  await settleNarrowingsOf(tx, userId, null, by.now);
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
  keeps: (slug: string) => boolean,
  by: By,
): Promise<void> {
  if (tokens.length === 0) return;
  const { reason, batchId, now } = by;
  const kept = [...new Set(tokens.flatMap(({ fleets }) => fleets ?? []))].filter(keeps);
  await tx.$executeRaw`
    UPDATE tokens SET updated_at = ${now}, version = version + 1, fleet_ids = ARRAY(
      SELECT f.id FROM fleets f WHERE f.id = ANY (tokens.fleet_ids) AND f.slug = ANY (${kept}::text[]))
    WHERE id = ANY (${tokens.map((token) => token.id)}::uuid[])`;
  for (const token of tokens) {
    record({
      action: "token.updated",
      subject: { type: "token", id: token.id, name: token.name },
      token: logFactsOf(token),
      reason,
      batchId,
      before: { fleets: token.fleets },
      after: { fleets: token.fleets?.filter(keeps) ?? null },
    });
  }
}
