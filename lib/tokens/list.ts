import { authorize } from "@/lib/access/policy";
import { type Caller, type Principal, personOf } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readCursor, writeCursor } from "@/lib/database/cursor";
import { invalid } from "@/lib/errors";
import { readTokens, statusSql } from "./record";
import type { ListTokensInput, TokenCounts, TokenPage, TokenSort } from "./schema";
import { viewOf } from "./view";

/** What may be sorted by, as text that sorts alike in a cursor; never-expiring last, never-used first. */
const sortSql: Record<string, { expression: string; type: "text" | "timestamptz" }> = {
  name: { expression: 't.name COLLATE "und-x-icu"', type: "text" },
  created_at: { expression: "t.created_at", type: "timestamptz" },
  expires_at: { expression: "coalesce(t.expires_at, 'infinity')", type: "timestamptz" },
  last_used_at: { expression: "coalesce(used.last_used_at, '-infinity')", type: "timestamptz" },
};

/** What a cursor may carry for each, so that a forged one is a 422 and no failing statement. */
const sortValues = {
  text: /^[^\0]*$/,
  timestamptz: /^-?infinity$|^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
} as const;

/** The tokens that the caller manages, a page at a time, with counts by status over the same filters. */
export async function listTokens(caller: Caller, input: ListTokensInput): Promise<TokenPage> {
  authorize(caller.principal, "tokens.list");
  const filter = new Filter();
  scopeToCaller(filter, caller.principal, input);
  if (input.q) {
    const like = filter.add(`%${input.q.replace(/[\\%_]/g, "\\$&")}%`);
    filter.where(`(t.name ILIKE ${like} OR t.description ILIKE ${like} OR s.prefix LIKE ${like})`);
  }
  const counts = await countByStatus(filter);
  filter.where(`${statusSql} = ANY (${filter.add(input.status)}::text[])`);
  return { ...(await readPage(filter, input)), counts };
}

/** Conditions and their parameters, grown together so that no value ever becomes SQL. */
class Filter {
  readonly conditions: string[] = [];
  readonly parameters: unknown[] = [];

  add(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  where(condition: string): void {
    this.conditions.push(condition);
  }

  get sql(): string {
    return this.conditions.join(" AND ");
  }
}

function scopeToCaller(filter: Filter, principal: Principal, input: ListTokensInput): void {
  const person = personOf(principal);
  const kind = input.kind ?? (person === null ? "fleet" : "personal");
  if (kind === "personal") {
    if (person === null) throw invalid("kind", "no_person", "A fleet token has no personal tokens to list.");
    filter.where(`t.owner_user_id = ${filter.add(person.id)}::uuid`);
  } else {
    const run = principal.sees.filter((fleet) => fleet.admin).map((fleet) => fleet.id);
    filter.where(`t.owner_fleet_id = ANY (${filter.add(run)}::uuid[])`);
  }
  if (principal.kind !== "token") return;
  // A bound token sees what lies within its own bounds; `reaches` says the same of one token.
  const { fleetIds, namespaceIds } = principal.token;
  if (fleetIds !== null) filter.where(`t.fleets_bound AND t.fleet_ids <@ ${filter.add(fleetIds)}::uuid[]`);
  if (namespaceIds !== null) {
    filter.where(`t.namespaces_bound AND t.namespace_ids <@ ${filter.add(namespaceIds)}::uuid[]`);
  }
}

async function countByStatus(filter: Filter): Promise<TokenCounts> {
  const rows = await db().$queryRawUnsafe<{ status: keyof TokenCounts; count: bigint }[]>(
    `SELECT ${statusSql} AS status, count(*) AS count FROM tokens t
     JOIN secrets s ON s.token_id = t.id AND s.ends_at IS NULL AND s.ended_at IS NULL WHERE ${filter.sql} GROUP BY 1`,
    ...filter.parameters,
  );
  const counts: TokenCounts = { active: 0, disabled: 0, expired: 0, revoked: 0 };
  for (const { status, count } of rows) counts[status] = Number(count);
  return counts;
}

async function readPage(filter: Filter, input: ListTokensInput) {
  const descending = input.sort.startsWith("-");
  const sort = sortSql[input.sort.replace("-", "")];
  if (!sort) throw new Error("a sort without its SQL");
  const direction = descending ? "DESC" : "ASC";
  const cursor = readCursor(input.cursor, input.sort);
  if (cursor) {
    if (cursor.value === null || !isSortValue(cursor.value, sort.type)) {
      throw invalid("cursor", "invalid_cursor", "This cursor is not from this list. Start again without it.");
    }
    const after = `(${filter.add(cursor.value)}::${sort.type}, ${filter.add(cursor.id)}::uuid)`;
    filter.where(`(${sort.expression}, t.id) ${descending ? "<" : ">"} ${after}`);
  }
  const rows = await readTokens(
    db(),
    filter.sql,
    filter.parameters,
    `ORDER BY ${sort.expression} ${direction}, t.id ${direction} LIMIT ${input.limit + 1}`,
  );
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  const data = page.map((row) => viewOf(row));
  return {
    data,
    next_cursor: last
      ? writeCursor({ sort: input.sort, value: sortValue(last, input.sort), id: last.id })
      : null,
  };
}

function isSortValue(value: string, type: keyof typeof sortValues): boolean {
  if (!sortValues[type].test(value)) return false;
  if (type === "text" || value.endsWith("infinity")) return true;
  // Date.parse takes 31 February, which PostgreSQL does not.
  const time = new Date(value);
  return Number.isFinite(time.getTime()) && time.toISOString() === value;
}

function sortValue(
  row: { name: string; createdAt: Date; expiresAt: Date | null; lastUsedAt: Date | null },
  sort: TokenSort,
): string {
  switch (sort.replace("-", "")) {
    case "name":
      return row.name;
    case "created_at":
      return row.createdAt.toISOString();
    case "expires_at":
      return row.expiresAt?.toISOString() ?? "infinity";
    default:
      return row.lastUsedAt?.toISOString() ?? "-infinity";
  }
}
