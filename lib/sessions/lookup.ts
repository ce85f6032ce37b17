/** Finds who is behind a session id: person, standings and the rights clock in one snapshot. */
import type { SessionPrincipal } from "@/lib/access/principal";
import { rightsOfPerson } from "@/lib/access/rights";
import { readStandings, standingsSql } from "@/lib/access/standings";
import { pool } from "@/lib/database/client";

/** A session ends after this long without a request, and at the latest after that long. */
export const idleHours = 24;
export const absoluteDays = 14;

interface Row {
  seq: string;
  user_id: string;
  email: string;
  name: string;
  admin: boolean;
  stale: boolean;
  standings: unknown;
}

const sql = `
  SELECT c.seq, u.id AS user_id, u.email, u.name, u.admin, ${standingsSql("u")} AS standings,
    s.last_seen_at < now() - interval '1 minute' AS stale
  FROM rights_clock c, sessions s JOIN users u ON u.id = s.user_id
  WHERE s.id = $1 AND s.ended_at IS NULL AND u.deactivated_at IS NULL
    AND s.last_seen_at > now() - interval '${idleHours} hours'
    AND s.created_at > now() - interval '${absoluteDays} days'`;

/** The person in the session as of now; null when it has ended, timed out, or the person was deactivated. */
export async function findSession(sessionId: string): Promise<SessionPrincipal | null> {
  const { rows } = await pool().query<Row>({ name: "session_by_id", text: sql, values: [sessionId] });
  const row = rows[0];
  if (!row) return null;
  // Once a minute is exact enough for an idle time-out of hours.
  if (row.stale) await pool().query("UPDATE sessions SET last_seen_at = now() WHERE id = $1", [sessionId]);
  const user = { id: row.user_id, email: row.email, name: row.name, admin: row.admin };
  return {
    kind: "session",
    sessionId,
    seq: BigInt(row.seq),
    user,
    ...rightsOfPerson(user, readStandings(row.standings)),
  };
}
