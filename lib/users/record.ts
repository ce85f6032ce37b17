/** Reads people with all that their view and the rules about them need; never a password's hash. */
import type { MemberRole } from "@/lib/access/catalog";
import { readStandings } from "@/lib/access/standings";
import type { Transaction } from "@/lib/database/client";
import type { UserView } from "./schema";

export interface Membership {
  id: string;
  slug: string;
  role: MemberRole;
}

export interface UserRow {
  id: string;
  email: string;
  name: string;
  admin: boolean;
  /** Has no password yet. */
  invited: boolean;
  createdAt: Date;
  updatedAt: Date;
  deactivatedAt: Date | null;
  lastSeenAt: Date | null;
  fleets: Membership[];
}

/** SQL over the alias `u` for the first that applies: deactivated, invited, active. */
export const userStatusSql = `CASE WHEN u.deactivated_at IS NOT NULL THEN 'deactivated'
  WHEN u.password_hash IS NULL THEN 'invited' ELSE 'active' END`;

const selectSql = `
  SELECT u.id, u.email, u.name, u.admin, u.password_hash IS NULL AS invited, u.created_at, u.updated_at,
    u.deactivated_at, (SELECT max(s.last_seen_at) FROM sessions s WHERE s.user_id = u.id) AS last_seen_at,
    (SELECT coalesce(json_agg(json_build_object('id', f.id, 'slug', f.slug, 'name', f.name, 'role', m.role)
        ORDER BY f.slug), '[]')
      FROM members m JOIN fleets f ON f.id = m.fleet_id WHERE m.user_id = u.id) AS standings
  FROM users u`;

type Reader = Pick<Transaction, "$queryRawUnsafe">;

/**
 * @param where SQL over the alias `u` with `$1…` for `parameters`; never text from outside.
 */
export async function readUsers(
  reader: Reader,
  where: string,
  parameters: readonly unknown[],
  order = "",
): Promise<UserRow[]> {
  const rows = await reader.$queryRawUnsafe<Row[]>(`${selectSql} WHERE ${where} ${order}`, ...parameters);
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    admin: row.admin,
    invited: row.invited,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deactivatedAt: row.deactivated_at,
    lastSeenAt: row.last_seen_at,
    fleets: readStandings(row.standings).flatMap(({ id, slug, role }) =>
      role === null ? [] : [{ id, slug, role }],
    ),
  }));
}

interface Row {
  id: string;
  email: string;
  name: string;
  admin: boolean;
  invited: boolean;
  created_at: Date;
  updated_at: Date;
  deactivated_at: Date | null;
  last_seen_at: Date | null;
  standings: unknown;
}

/** What of a person goes out. */
export function viewOf(user: UserRow): UserView {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    admin: user.admin,
    active: user.deactivatedAt === null,
    invited: user.invited,
    created_at: user.createdAt.toISOString(),
    updated_at: user.updatedAt.toISOString(),
    deactivated_at: user.deactivatedAt?.toISOString() ?? null,
    last_seen_at: user.lastSeenAt?.toISOString() ?? null,
    fleets: user.fleets.map(({ slug, role }) => ({ slug, role })),
  };
}
