/** Finds a token by its secret's hash: record, owner, standings and the rights clock in one snapshot. */
import { isScope } from "@/lib/access/catalog";
import type { Grant, TokenOwner } from "@/lib/access/principal";
import { type Effective, type FleetStanding, rightsOfToken } from "@/lib/access/rights";
import { readStandings, standingsSql } from "@/lib/access/standings";
import { pool } from "@/lib/database/client";

/** A token as the judge needs it. Times are milliseconds since the epoch. */
export interface TokenRecord {
  id: string;
  name: string;
  kind: "personal" | "fleet";
  grant: Grant;
  enabled: boolean;
  revoked: boolean;
  secret: { id: string; prefix: string; endsAt: Date | null; ended: boolean };
  owner: TokenOwner;
  ownerActive: boolean;
  standings: FleetStanding[];
  createdAt: Date;
  /** What grant and standings come down to; they change only together with what they were read from. */
  rights: Effective;
}

export interface Found {
  seq: bigint;
  record: TokenRecord | null;
}

interface Row {
  seq: string;
  id: string | null;
  name: string;
  kind: "personal" | "fleet";
  scopes: string[];
  inherit: boolean;
  fleets_bound: boolean;
  fleet_ids: string[];
  namespaces_bound: boolean;
  namespace_ids: string[];
  ips_bound: boolean;
  allowed_ips: string[];
  enabled: boolean;
  expires_at: Date | null;
  created_at: Date;
  revoked_at: Date | null;
  secret_id: string;
  prefix: string;
  ends_at: Date | null;
  ended_at: Date | null;
  user_id: string | null;
  email: string;
  user_name: string;
  admin: boolean;
  deactivated_at: Date | null;
  fleet_id: string | null;
  fleet_slug: string;
  fleet_name: string;
  standings: unknown;
  namespaces: Record<string, string> | null;
}

const sql = `
  SELECT c.seq, t.id, t.name, t.kind, t.scopes, t.inherit, t.fleets_bound, t.fleet_ids::text[] AS fleet_ids,
    t.namespaces_bound, t.namespace_ids::text[] AS namespace_ids, t.ips_bound, t.allowed_ips, t.enabled, t.expires_at,
    t.created_at, t.revoked_at, s.id AS secret_id, s.prefix, s.ends_at, s.ended_at,
    u.id AS user_id, u.email, u.name AS user_name, u.admin, u.deactivated_at,
    f.id AS fleet_id, f.slug AS fleet_slug, f.name AS fleet_name,
    CASE WHEN u.id IS NOT NULL THEN ${standingsSql("u")} END AS standings,
    CASE WHEN t.namespaces_bound THEN (
      SELECT json_object_agg(n.id, n.name) FROM namespaces n WHERE n.id = ANY (t.namespace_ids)
    ) END AS namespaces
  FROM rights_clock c
  LEFT JOIN secrets s ON s.hash = $1
  LEFT JOIN tokens t ON t.id = s.token_id
  LEFT JOIN users u ON u.id = t.owner_user_id
  LEFT JOIN fleets f ON f.id = t.owner_fleet_id`;

/** @param hash SHA-256 of the whole secret. */
export async function findTokenBySecret(hash: Buffer): Promise<Found> {
  const { rows } = await pool().query<Row>({ name: "token_by_secret", text: sql, values: [hash] });
  const row = rows[0];
  if (!row) throw new Error("the rights clock has no row");
  return { seq: BigInt(row.seq), record: row.id === null ? null : toRecord(row, row.id) };
}

function toRecord(row: Row, id: string): TokenRecord {
  const owner: TokenOwner =
    row.user_id !== null
      ? { type: "user", user: { id: row.user_id, email: row.email, name: row.user_name, admin: row.admin } }
      : { type: "fleet", fleet: { id: row.fleet_id ?? "", slug: row.fleet_slug, name: row.fleet_name } };
  const grant: Grant = {
    scopes: row.scopes.filter(isScope),
    inherit: row.inherit,
    fleetIds: row.fleets_bound ? row.fleet_ids : null,
    namespaceIds: row.namespaces_bound ? row.namespace_ids : null,
    allowedIps: row.ips_bound ? row.allowed_ips : null,
    expiresAt: row.expires_at,
  };
  const standings = owner.type === "user" ? readStandings(row.standings) : [{ ...owner.fleet, role: null }];
  return {
    id,
    name: row.name,
    kind: row.kind,
    grant,
    enabled: row.enabled,
    revoked: row.revoked_at !== null,
    secret: { id: row.secret_id, prefix: row.prefix, endsAt: row.ends_at, ended: row.ended_at !== null },
    owner,
    ownerActive: row.user_id === null || row.deactivated_at === null,
    standings,
    createdAt: row.created_at,
    rights: rightsOfToken(grant, owner, standings, new Map(Object.entries(row.namespaces ?? {}))),
  };
}
