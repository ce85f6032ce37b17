/** Reads how people stand in fleets, as a part of the look-ups that find a principal: one statement, one snapshot. */
import { memberRoles } from "./catalog";
import type { FleetStanding } from "./rights";

/**
 * SQL for a JSON array of a user's fleets; for an instance admin all fleets, `role` null where not a member.
 * @param user the alias under which the look-up has the `users` row.
 */
export const standingsSql = (user: string) => `(
  SELECT coalesce(json_agg(json_build_object('id', f.id, 'slug', f.slug, 'name', f.name, 'role', m.role) ORDER BY f.slug), '[]')
  FROM fleets f LEFT JOIN members m ON m.fleet_id = f.id AND m.user_id = ${user}.id
  WHERE ${user}.admin OR m.user_id IS NOT NULL
)`;

/** @throws when the database holds a role that this code does not know: better no answer than a wrong right. */
export function readStandings(json: unknown): FleetStanding[] {
  if (!Array.isArray(json)) throw new Error("standings are not a list");
  return json.map((row: Record<string, unknown>) => {
    const { id, slug, name } = row;
    if (typeof id !== "string" || typeof slug !== "string" || typeof name !== "string") {
      throw new Error("a standing lacks its fleet");
    }
    if (row.role === null) return { id, slug, name, role: null };
    const role = memberRoles.find((known) => known === row.role);
    if (!role) throw new Error("a member has an unknown role");
    return { id, slug, name, role };
  });
}
