/** Reads tokens with all that their view and the rules about them need. */
import { isScope, type Scope } from "@/lib/access/catalog";
import type { TokenOwnership } from "@/lib/access/policy";
import type { Transaction } from "@/lib/database/client";
import type { Actor, TokenCounts, TokenStatus } from "./schema";

export interface TokenRow extends TokenOwnership {
  id: string;
  kind: "personal" | "fleet";
  ownerName: string;
  /** The slug of the owning fleet; null for personal tokens. */
  ownerFleet: string | null;
  name: string;
  description: string;
  consumer: string;
  scopes: Scope[];
  inherit: boolean;
  fleets: string[] | null;
  namespaces: string[] | null;
  allowedIps: string[] | null;
  enabled: boolean;
  expiresAt: Date | null;
  rotateEverySeconds: number | null;
  version: number;
  createdAt: Date;
  createdBy: Actor;
  updatedAt: Date;
  disabledAt: Date | null;
  disabledBy: Actor | null;
  disabledReason: string | null;
  revokedAt: Date | null;
  revokedBy: Actor | null;
  revokeReason: string | null;
  secret: { id: string; prefix: string; createdAt: Date };
  oldSecret: {
    id: string;
    prefix: string;
    endsAt: Date;
    lastUsedAt: Date | null;
    lastUsedIp: string | null;
  } | null;
  secretLastUsedAt: Date | null;
  lastUsedAt: Date | null;
  lastUsedIp: string | null;
  /** Of a fleet's token: somebody who no longer runs the fleet has seen a secret of it that still works. */
  seenByLeaver: boolean;
}

/** SQL for a token's status; `statusOf` is the same in TypeScript. */
export const statusSql = `CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked'
  WHEN t.expires_at <= now() THEN 'expired' WHEN NOT t.enabled THEN 'disabled' ELSE 'active' END`;

/** Last use over all of a token's secrets. */
const lastUseSql = `LEFT JOIN LATERAL (
    SELECT su.last_used_at, su.last_used_ip FROM secrets x JOIN secret_uses su ON su.secret_id = x.id
    WHERE x.token_id = t.id ORDER BY su.last_used_at DESC LIMIT 1
  ) used ON true`;

/** Every token with its current secret. */
const currentSql = `
  FROM tokens t JOIN secrets s ON s.token_id = t.id AND s.ends_at IS NULL AND s.ended_at IS NULL`;

/**
 * SQL: over the alias `t`, whether a living secret of a fleet's token was seen by somebody who is deactivated, or is
 * an admin neither of that fleet nor of the instance.
 */
export const seenByLeaverSql = `(t.owner_fleet_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM secrets x JOIN users saw ON saw.id = x.seen_by
    WHERE x.token_id = t.id AND x.ended_at IS NULL AND (x.ends_at IS NULL OR x.ends_at > now())
      AND (saw.deactivated_at IS NOT NULL OR NOT (saw.admin OR EXISTS (
        SELECT 1 FROM members m WHERE m.user_id = saw.id AND m.fleet_id = t.owner_fleet_id AND m.role = 'admin')))))`;

const fromSql = `${currentSql}
  LEFT JOIN secret_uses su_now ON su_now.secret_id = s.id
  LEFT JOIN users u ON u.id = t.owner_user_id
  LEFT JOIN fleets f ON f.id = t.owner_fleet_id
  LEFT JOIN LATERAL (
    SELECT o.id, o.prefix, o.ends_at, ou.last_used_at, ou.last_used_ip
    FROM secrets o LEFT JOIN secret_uses ou ON ou.secret_id = o.id
    WHERE o.token_id = t.id AND o.ended_at IS NULL AND o.ends_at > now() ORDER BY o.ends_at DESC LIMIT 1
  ) old ON true
  ${lastUseSql}`;

const selectSql = `
  SELECT t.id, t.kind::text AS kind, t.owner_user_id, t.owner_fleet_id, coalesce(u.name, f.name) AS owner_name,
    f.slug AS owner_fleet, t.name, t.description, t.consumer, t.scopes, t.inherit,
    CASE WHEN t.fleets_bound THEN t.fleet_ids::text[] END AS fleet_ids,
    CASE WHEN t.fleets_bound THEN (
      SELECT coalesce(array_agg(x.slug ORDER BY x.slug), '{}') FROM fleets x WHERE x.id = ANY (t.fleet_ids)) END AS fleets,
    CASE WHEN t.namespaces_bound THEN t.namespace_ids::text[] END AS namespace_ids,
    CASE WHEN t.namespaces_bound THEN (
      SELECT coalesce(array_agg(x.name ORDER BY x.name), '{}') FROM namespaces x WHERE x.id = ANY (t.namespace_ids)
    ) END AS namespaces,
    CASE WHEN t.ips_bound THEN t.allowed_ips END AS allowed_ips,
    t.enabled, t.expires_at, t.rotate_every_seconds, t.version, t.created_at, t.created_by, t.updated_at,
    t.disabled_at, t.disabled_by, t.disabled_reason, t.revoked_at, t.revoked_by, t.revoke_reason,
    s.id AS secret_id, s.prefix, s.created_at AS secret_created_at, su_now.last_used_at AS secret_last_used_at,
    old.id AS old_id, old.prefix AS old_prefix, old.ends_at AS old_ends_at, old.last_used_at AS old_last_used_at,
    old.last_used_ip AS old_last_used_ip, used.last_used_at, used.last_used_ip,
    ${seenByLeaverSql} AS seen_by_leaver ${fromSql}`;

/** What the log's rows about a token carry. */
export function logFactsOf(token: TokenFacts) {
  return { id: token.id, name: token.name, prefix: token.secret.prefix, ownerId: token.ownerUserId };
}

/** As much of a token as authority and the log need: what an act on a hundred thousand of them can afford to read. */
export interface TokenFacts extends TokenOwnership {
  id: string;
  name: string;
  ownerFleet: string | null;
  secret: { prefix: string };
}

type Reader = Pick<Transaction, "$queryRawUnsafe">;

/** The facts of the tokens that satisfy `where`. Parameters as in `readTokens`. */
export async function readTokenFacts(
  reader: Reader,
  where: string,
  parameters: readonly unknown[],
): Promise<TokenFacts[]> {
  const rows = await reader.$queryRawUnsafe<
    Pick<
      Row,
      | "id"
      | "name"
      | "prefix"
      | "owner_user_id"
      | "owner_fleet_id"
      | "owner_fleet"
      | "fleet_ids"
      | "namespace_ids"
    >[]
  >(
    `SELECT t.id, t.name, s.prefix, t.owner_user_id, t.owner_fleet_id, f.slug AS owner_fleet,
       CASE WHEN t.fleets_bound THEN t.fleet_ids::text[] END AS fleet_ids,
       CASE WHEN t.namespaces_bound THEN t.namespace_ids::text[] END AS namespace_ids
     ${currentSql} LEFT JOIN fleets f ON f.id = t.owner_fleet_id WHERE ${where}`,
    ...parameters,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    ownerUserId: row.owner_user_id,
    ownerFleetId: row.owner_fleet_id,
    ownerFleet: row.owner_fleet,
    fleetIds: row.fleet_ids,
    namespaceIds: row.namespace_ids,
    secret: { prefix: row.prefix },
  }));
}

/**
 * Tokens that satisfy `where`, with their views' facts.
 * @param where SQL over the alias `t` with `$1…` for `parameters`; never text from outside.
 */
export async function readTokens(
  reader: Reader,
  where: string,
  parameters: readonly unknown[],
  order = "",
): Promise<TokenRow[]> {
  const rows = await reader.$queryRawUnsafe<Row[]>(`${selectSql} WHERE ${where} ${order}`, ...parameters);
  return rows.map(toTokenRow);
}

/**
 * SQL: ids of the first `limit` tokens that satisfy `where`, before all that their views need is read.
 * @param byUse `where` or `order` speak of the last use.
 */
export function pageSql(where: string, order: string, limit: number, byUse: boolean): string {
  return `SELECT t.id ${currentSql} ${byUse ? lastUseSql : ""} WHERE ${where} ${order} LIMIT ${limit}`;
}

/** How many of the tokens that satisfy `where` stand in each status. Parameters as in `readTokens`. */
export async function countByStatus(
  reader: Reader,
  where: string,
  parameters: readonly unknown[],
): Promise<TokenCounts> {
  const rows = await reader.$queryRawUnsafe<{ status: TokenStatus; count: bigint }[]>(
    `SELECT ${statusSql} AS status, count(*) AS count ${currentSql} WHERE ${where} GROUP BY 1`,
    ...parameters,
  );
  const counts: TokenCounts = { active: 0, disabled: 0, expired: 0, revoked: 0 };
  for (const { status, count } of rows) counts[status] = Number(count);
  return counts;
}

/** How many of the tokens that satisfy `where` satisfy each condition, SQL likewise. Parameters as in `readTokens`. */
export async function countByCondition<K extends string>(
  reader: Reader,
  where: string,
  parameters: readonly unknown[],
  conditions: Record<K, string>,
): Promise<Record<K, number>> {
  const counts = Object.entries<string>(conditions).map(
    ([name, condition]) => `count(*) FILTER (WHERE ${condition})::int AS ${name}`,
  );
  const [row] = await reader.$queryRawUnsafe<Record<K, number>[]>(
    `SELECT ${counts.join(", ")} ${currentSql} WHERE ${where}`,
    ...parameters,
  );
  if (!row) throw new Error("a count without a row");
  return row;
}

/** One token, or null. */
export async function readToken(reader: Reader, id: string): Promise<TokenRow | null> {
  const [row] = await readTokens(reader, "t.id = $1::uuid", [id]);
  return row ?? null;
}

interface Row {
  id: string;
  kind: "personal" | "fleet";
  owner_user_id: string | null;
  owner_fleet_id: string | null;
  owner_name: string;
  owner_fleet: string | null;
  name: string;
  description: string;
  consumer: string;
  scopes: string[];
  inherit: boolean;
  fleet_ids: string[] | null;
  fleets: string[] | null;
  namespace_ids: string[] | null;
  namespaces: string[] | null;
  allowed_ips: string[] | null;
  enabled: boolean;
  expires_at: Date | null;
  rotate_every_seconds: number | null;
  version: number;
  created_at: Date;
  created_by: Actor;
  updated_at: Date;
  disabled_at: Date | null;
  disabled_by: Actor | null;
  disabled_reason: string | null;
  revoked_at: Date | null;
  revoked_by: Actor | null;
  revoke_reason: string | null;
  secret_id: string;
  prefix: string;
  secret_created_at: Date;
  secret_last_used_at: Date | null;
  old_id: string | null;
  old_prefix: string | null;
  old_ends_at: Date | null;
  old_last_used_at: Date | null;
  old_last_used_ip: string | null;
  last_used_at: Date | null;
  last_used_ip: string | null;
  seen_by_leaver: boolean;
}

function toTokenRow(row: Row): TokenRow {
  const { old_id: oldId, old_prefix: oldPrefix, old_ends_at: oldEndsAt } = row;
  return {
    id: row.id,
    kind: row.kind,
    ownerUserId: row.owner_user_id,
    ownerFleetId: row.owner_fleet_id,
    ownerName: row.owner_name,
    ownerFleet: row.owner_fleet,
    name: row.name,
    description: row.description,
    consumer: row.consumer,
    scopes: row.scopes.filter(isScope),
    inherit: row.inherit,
    fleetIds: row.fleet_ids,
    fleets: row.fleets,
    namespaceIds: row.namespace_ids,
    namespaces: row.namespaces,
    allowedIps: row.allowed_ips,
    enabled: row.enabled,
    expiresAt: row.expires_at,
    rotateEverySeconds: row.rotate_every_seconds,
    version: row.version,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    disabledAt: row.disabled_at,
    disabledBy: row.disabled_by,
    disabledReason: row.disabled_reason,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
    revokeReason: row.revoke_reason,
    secret: { id: row.secret_id, prefix: row.prefix, createdAt: row.secret_created_at },
    oldSecret:
      oldId !== null && oldPrefix !== null && oldEndsAt !== null
        ? {
            id: oldId,
            prefix: oldPrefix,
            endsAt: oldEndsAt,
            lastUsedAt: row.old_last_used_at,
            lastUsedIp: row.old_last_used_ip,
          }
        : null,
    secretLastUsedAt: row.secret_last_used_at,
    lastUsedAt: row.last_used_at,
    lastUsedIp: row.last_used_ip,
    seenByLeaver: row.seen_by_leaver,
  };
}
