import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readCursor, writeCursor } from "@/lib/database/cursor";
import { invalid } from "@/lib/errors";
import { readUsers, userStatusSql, viewOf } from "./record";
import type { ListUsersInput, UserPage, UserStatus } from "./schema";

/** Names are shown in the order in which people look for them; the id tells equal ones apart. */
const sortSql = 'u.name COLLATE "und-x-icu"';

/** The people of the instance by name, a page at a time, with counts by status over the same search. */
export async function listUsers(caller: Caller, input: ListUsersInput): Promise<UserPage> {
  authorize(caller.principal, "users.list");
  const like = `%${(input.q ?? "").replace(/[\\%_]/g, "\\$&")}%`;
  const found = "(u.name ILIKE $1 OR u.email ILIKE $1)";
  const cursor = readCursor(input.cursor, "name");
  if (cursor && (cursor.value === null || cursor.value.includes("\0"))) {
    throw invalid("cursor", "invalid_cursor", "This cursor is not from this list. Start again without it.");
  }
  const after = cursor ? `AND (${sortSql}, u.id) > ($3::text, $4::uuid)` : "";
  const rows = await readUsers(
    db(),
    `${found} AND ${userStatusSql} = ANY ($2::text[]) ${after}`,
    [like, input.status, ...(cursor ? [cursor.value, cursor.id] : [])],
    `ORDER BY ${sortSql}, u.id LIMIT ${input.limit + 1}`,
  );
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    data: page.map(viewOf),
    next_cursor: last ? writeCursor({ sort: "name", value: last.name, id: last.id }) : null,
    counts: await countByStatus(found, like),
  };
}

async function countByStatus(found: string, like: string): Promise<UserPage["counts"]> {
  const rows = await db().$queryRawUnsafe<{ status: UserStatus; count: bigint }[]>(
    `SELECT ${userStatusSql} AS status, count(*) AS count FROM users u WHERE ${found} GROUP BY 1`,
    like,
  );
  const counts = { active: 0, invited: 0, deactivated: 0 };
  for (const { status, count } of rows) counts[status] = Number(count);
  return counts;
}
