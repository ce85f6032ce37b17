/** A row of the log: its columns, and the cleaning that keeps one bad value from failing a whole batch. */
import { redactSecrets } from "@/lib/tokens/secret-shape";
import type { AuditAction, Decision } from "./events";

export interface AuditRow {
  id: string;
  at: Date;
  action: AuditAction;
  decision: Decision;
  rbacDecision: "allow" | "deny";
  credential: "session" | "token" | "none";
  actorType: string | null;
  actorId: string | null;
  actorName: string | null;
  /** Whose token or session it is about. */
  ownerId: string | null;
  apiTokenId: string | null;
  apiTokenName: string | null;
  secretPrefix: string | null;
  via: string;
  subjectType: string | null;
  subjectId: string | null;
  subjectName: string | null;
  fleet: string | null;
  service: string | null;
  namespace: string | null;
  method: string | null;
  path: string | null;
  statusCode: number | null;
  requiredScopes: readonly string[];
  reason: string | null;
  ip: string | null;
  userAgent: string | null;
  latencyMs: number | null;
  requestId: string | null;
  clientRequestId: string | null;
  changes: unknown;
  batchId: string | null;
  count: number;
}

/** Column, SQL type, longest text in characters. The one list from which the INSERT and the cleaning come. */
export const columns = [
  ["id", "id", "uuid"],
  ["at", "at", "timestamptz"],
  ["action", "action", "text", 64],
  ["decision", "decision", "text", 16],
  ["rbacDecision", "rbac_decision", "text", 16],
  ["credential", "credential", "text", 16],
  ["actorType", "actor_type", "text", 16],
  ["actorId", "actor_id", "uuid"],
  ["actorName", "actor_name", "text", 200],
  ["ownerId", "owner_id", "uuid"],
  ["apiTokenId", "api_token_id", "uuid"],
  ["apiTokenName", "api_token_name", "text", 200],
  ["secretPrefix", "secret_prefix", "text", 16],
  ["via", "via", "text", 16],
  ["subjectType", "subject_type", "text", 32],
  ["subjectId", "subject_id", "uuid"],
  ["subjectName", "subject_name", "text", 200],
  ["fleet", "fleet", "text", 64],
  ["service", "service", "text", 64],
  ["namespace", "namespace", "text", 64],
  ["method", "method", "text", 16],
  ["path", "path", "text", 2048],
  ["statusCode", "status_code", "int2"],
  ["requiredScopes", "required_scopes", "text", 2048],
  ["reason", "reason", "text", 1000],
  ["ip", "ip", "text", 64],
  ["userAgent", "user_agent", "text", 512],
  ["latencyMs", "latency_ms", "float4"],
  ["requestId", "request_id", "uuid"],
  ["clientRequestId", "client_request_id", "text", 128],
  ["changes", "changes", "jsonb", 65_536],
  ["batchId", "batch_id", "uuid"],
  ["count", "count", "int4"],
] as const satisfies readonly (readonly [keyof AuditRow, string, string, number?])[];

/** What may need a look: all but printable ASCII, and what a secret begins with. */
const needsCare = /[^\x20-\x7e]|cab[_%]/i;

/** What PostgreSQL takes as text, bounded, without anything that looks like a secret. */
function cleanText(text: string, limit: number): string {
  if (text.length <= limit && !needsCare.test(text)) return text;
  const whole = text.length > limit * 2 ? text.slice(0, limit * 2) : text;
  const redacted = redactSecrets(whole.replaceAll("\0", "\u{fffd}").toWellFormed());
  return redacted.length > limit ? redacted.slice(0, limit).toWellFormed() : redacted;
}

function cleanJson(value: unknown, limit: number): string | null {
  if (value === null || value === undefined) return null;
  const text = redactSecrets(JSON.stringify(value).replaceAll("\\u0000", "\\ufffd").toWellFormed());
  return text.length > limit ? JSON.stringify({ too_large: text.length }) : text;
}

type Write = (value: unknown) => string | number | null;

/** How a column's value becomes a parameter. Made once: this is on the road of every call. */
const writers: readonly (readonly [keyof AuditRow, Write])[] = columns.map(([key, , type, limit = 64]) => [
  key,
  writerOf(key, type, limit),
]);

function writerOf(key: keyof AuditRow, type: string, limit: number): Write {
  if (key === "changes") return (value) => cleanJson(value, limit);
  if (key === "requiredScopes")
    return (value) => (Array.isArray(value) ? cleanText(value.join(" "), limit) : null);
  if (type === "text") return (value) => cleanText(String(value), limit);
  if (type === "timestamptz") return (value) => (value instanceof Date ? value.toISOString() : String(value));
  return (value) => (typeof value === "number" ? value : String(value));
}

/** The row's values in the order of `columns`, as parameters. */
export function toParameters(row: AuditRow): (string | number | null)[] {
  const values: (string | number | null)[] = [];
  for (const [key, write] of writers) {
    const value = row[key];
    values.push(value === null || value === undefined ? null : write(value));
  }
  return values;
}
