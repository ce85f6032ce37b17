/** The one statement that writes the log: rows, fence and last use together. */
import { columns } from "./row";

const names = columns.map(([, name]) => name).join(", ");
const parameters = columns.map(([, , type], i) => `$${i + 1}::${type}[]`);
const next = columns.length;

const selected = columns
  .map(([key, name]) =>
    key === "requiredScopes" ? "string_to_array(nullif(u.required_scopes, ''), ' ')" : `u.${name}`,
  )
  .map((expression) =>
    expression.startsWith("string_to_array") ? `coalesce(${expression}, '{}')` : expression,
  )
  .join(", ");

/**
 * Parameters: one array per column of `columns`, then per row the rights clock at which its verdict was reached (null:
 * needs no fence) and the secret that was let in (null: none). A row whose verdict was reached on rights that are no
 * longer current does not go in: the fence. Answers the ids of those, so that mostly it has nothing to say.
 */
export const insertSql = `
  WITH u AS (
    SELECT * FROM unnest(${parameters.join(", ")}, $${next + 1}::int8[], $${next + 2}::uuid[])
      AS u(${names}, seen_seq, let_in_secret)
  ), entered AS (
    INSERT INTO audit_events (${names})
    SELECT ${selected} FROM u, rights_clock c WHERE u.seen_seq IS NULL OR u.seen_seq = c.seq
    RETURNING id
  ), used AS (
    INSERT INTO secret_uses (secret_id, last_used_at, last_used_ip, uses)
    SELECT u.let_in_secret, max(u.at), (array_agg(u.ip ORDER BY u.at DESC))[1], count(*)
    FROM u JOIN entered USING (id) WHERE u.let_in_secret IS NOT NULL
    GROUP BY u.let_in_secret ORDER BY u.let_in_secret
    ON CONFLICT (secret_id) DO UPDATE SET
      last_used_at = greatest(secret_uses.last_used_at, excluded.last_used_at),
      last_used_ip = CASE WHEN excluded.last_used_at >= secret_uses.last_used_at
        THEN excluded.last_used_ip ELSE secret_uses.last_used_ip END,
      uses = secret_uses.uses + excluded.uses
  )
  SELECT id FROM u WHERE NOT EXISTS (SELECT FROM entered WHERE entered.id = u.id)`;

export interface Insertable {
  /** From `toParameters`. */
  values: readonly (string | number | null)[];
  seq: bigint | null;
  letInSecretId: string | null;
}

/** Turns rows into the statement's parameters: one array per column. */
export function insertParameters(rows: readonly Insertable[]): unknown[] {
  const byColumn: unknown[] = columns.map((_, i) => rows.map((row) => row.values[i] ?? null));
  byColumn.push(rows.map((row) => row.seq?.toString() ?? null));
  byColumn.push(rows.map((row) => row.letInSecretId));
  return byColumn;
}

/**
 * The same as PostgreSQL's own array literals, for the road on which every use waits: pg's own writing of thirty
 * arrays takes longer than all else there.
 */
export function insertLiterals(rows: readonly Insertable[]): string[] {
  const byColumn = columns.map((_, i) => arrayLiteral(rows, (row) => row.values[i] ?? null));
  byColumn.push(arrayLiteral(rows, (row) => (row.seq === null ? null : row.seq.toString())));
  byColumn.push(arrayLiteral(rows, (row) => row.letInSecretId));
  return byColumn;
}

const special = /["\\]/;

/** unnest fills up what is shorter with nulls, so a column without values is an empty array. */
function arrayLiteral(
  rows: readonly Insertable[],
  read: (row: Insertable) => string | number | null,
): string {
  let literal = "{";
  let empty = true;
  for (const row of rows) {
    const value = read(row);
    if (literal !== "{") literal += ",";
    if (value === null) {
      literal += "NULL";
      continue;
    }
    empty = false;
    const text = String(value);
    literal += special.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`;
  }
  return empty ? "{}" : `${literal}}`;
}
