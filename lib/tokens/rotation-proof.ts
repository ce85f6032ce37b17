import type { Caller } from "@/lib/access/principal";
import { pool } from "@/lib/database/client";
import { lowestUuidAt } from "@/lib/database/uuid";
import { authorizedToken } from "./lookup";
import type { SecretProof } from "./schema";

interface Row {
  prefix: string;
  created_at: Date;
  ends_at: Date | null;
  ends_when_silent: boolean;
  ended: boolean;
  uses: string;
  last_used_at: Date | null;
  last_used_ip: string | null;
  refused: number | null;
  refused_at: Date | null;
  refused_ip: string | null;
}

const newest = 5;
const days = 30;

const sql = `
  SELECT s.prefix, s.created_at, least(s.ended_at, CASE WHEN s.ends_at IS NOT NULL THEN least(s.ends_at, $3) END) AS ends_at, s.ends_when_silent,
    (s.ended_at IS NOT NULL OR s.ends_at <= now()) IS TRUE AS ended,
    coalesce(su.uses, 0) AS uses, su.last_used_at, su.last_used_ip, r.refused, r.refused_at, r.refused_ip
  FROM secrets s
  LEFT JOIN secret_uses su ON su.secret_id = s.id
  LEFT JOIN LATERAL (
    SELECT sum(e.count)::int AS refused, max(e.at) AS refused_at, (array_agg(e.ip ORDER BY e.id DESC))[1] AS refused_ip
    FROM audit_events e
    WHERE e.api_token_id = s.token_id AND e.id > $2 AND e.secret_prefix = s.prefix AND e.reason = 'secret_ended'
  ) r ON true
  WHERE s.token_id = $1 ORDER BY s.created_at DESC, s.id DESC LIMIT ${newest}`;

/** The newest secrets of a token, newest first: who still uses which, so that one sees whether a roll-out is finished. */
export async function proveRotation(caller: Caller, id: string): Promise<{ data: SecretProof[] }> {
  const token = await authorizedToken(caller.principal, "tokens.get", id);
  // Ids carry their time, so the log's months before it are not even opened.
  const { rows } = await pool().query<Row>(sql, [
    token.id,
    lowestUuidAt(Date.now() - days * 86_400_000),
    token.expiresAt,
  ]);
  return { data: rows.map(proofOf) };
}

function proofOf(row: Row): SecretProof {
  return {
    prefix: row.prefix,
    created_at: row.created_at.toISOString(),
    ends_at: row.ends_at?.toISOString() ?? null,
    state: row.ended ? "ended" : row.ends_at === null ? "current" : "overlap",
    ends_when_silent: row.ends_when_silent,
    uses: Number(row.uses),
    last_used_at: row.last_used_at?.toISOString() ?? null,
    last_used_ip: row.last_used_ip,
    refused:
      row.refused_at === null
        ? null
        : { count: row.refused ?? 0, last_at: row.refused_at.toISOString(), last_ip: row.refused_ip },
  };
}
