import { authorize } from "@/lib/access/policy";
import type { Caller, Principal } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readCursor, writeCursor } from "@/lib/database/cursor";
import { invalid } from "@/lib/errors";
import { flaggedSql } from "./flags";
import { Filter, filterByOwner } from "./list-filter";
import { countByStatus, pageSql, readTokens, statusSql } from "./record";
import type { ListTokensInput, TokenPage, TokenSort } from "./schema";
import { viewFor } from "./view";

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

/**
 * Tokens, a page at a time, with counts by status over the same filters: the caller's own, a fleet's for its admins
 * (also every token that reaches it), anybody's for instance admins.
 */
export async function listTokens(caller: Caller, input: ListTokensInput): Promise<TokenPage> {
  authorize(caller.principal, "tokens.list");
  const filter = new Filter();
  filterByOwner(filter, caller.principal, input);
  if (input.flag) filter.where(flaggedSql(input.flag));
  if (input.q) {
    const like = filter.add(`%${input.q.replace(/[\\%_]/g, "\\$&")}%`);
    filter.where(`(t.name ILIKE ${like} OR t.description ILIKE ${like} OR s.prefix LIKE ${like})`);
  }
  const counts = await countByStatus(db(), filter.sql, filter.parameters);
  filter.where(`${statusSql} = ANY (${filter.add(input.status)}::text[])`);
  return { ...(await readPage(caller.principal, filter, input)), counts };
}

async function readPage(principal: Principal, filter: Filter, input: ListTokensInput) {
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
  const order = `ORDER BY ${sort.expression} ${direction}, t.id ${direction}`;
  const byUse = sort.expression.includes("used.");
  const page = pageSql(filter.sql, order, input.limit + 1, byUse);
  const rows = await readTokens(db(), `t.id IN (${page})`, filter.parameters, order);
  const shown = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? shown.at(-1) : undefined;
  const data = shown.map((row) => viewFor(principal, row));
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
