import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readCursor, writeCursor } from "@/lib/database/cursor";
import { Prisma } from "@/lib/database/generated/client";
import { escapeLike, foreignCursor } from "./list-query";
import { authorizedFleet } from "./lookup";
import { seesEmails, viewOf } from "./member-lookup";
import type { ListMembersInput, MemberPage, MemberView } from "./schema";

interface Row {
  user_id: string;
  role: MemberView["role"];
  created_at: Date;
  name: string;
  email: string;
  admin: boolean;
  deactivated_at: Date | null;
}

/** The people of a fleet, by name. Fleet tokens get no e-mails, and cannot search by them. */
export async function listMembers(
  caller: Caller,
  slug: string,
  input: ListMembersInput,
): Promise<MemberPage> {
  const { principal } = caller;
  const fleet = authorizedFleet(principal, "members.list", slug);
  const conditions = [Prisma.sql`m.fleet_id = ${fleet.id}::uuid`];
  if (input.q) {
    const like = `%${escapeLike(input.q)}%`;
    const email = seesEmails(principal) ? Prisma.sql`OR u.email ILIKE ${like}` : Prisma.empty;
    conditions.push(Prisma.sql`(u.name ILIKE ${like} ${email})`);
  }
  const cursor = readCursor(input.cursor, "name");
  if (cursor) {
    if (cursor.value === null || cursor.value.includes("\0")) throw foreignCursor();
    conditions.push(
      Prisma.sql`(u.name COLLATE "und-x-icu", u.id) > (${cursor.value}::text, ${cursor.id}::uuid)`,
    );
  }
  const rows = await db().$queryRaw<Row[]>`
    SELECT m.user_id, m.role::text AS role, m.created_at, u.name, u.email, u.admin, u.deactivated_at
    FROM members m JOIN users u ON u.id = m.user_id
    WHERE ${Prisma.join(conditions, " AND ")}
    ORDER BY u.name COLLATE "und-x-icu", u.id LIMIT ${input.limit + 1}`;
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    data: page.map((row) => viewOf(memberOf(row), principal)),
    next_cursor: last ? writeCursor({ sort: "name", value: last.name, id: last.user_id }) : null,
  };
}

function memberOf(row: Row) {
  const { name, email, admin } = row;
  const user = { name, email, admin, deactivatedAt: row.deactivated_at };
  return { userId: row.user_id, role: row.role, createdAt: row.created_at, user };
}
