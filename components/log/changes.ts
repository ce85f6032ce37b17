/** What an entry of the log changed, field by field, as one can read it. */
import { exactWords } from "@/components/ui/time";
import type { AuditEntry } from "@/lib/audit/events";

export interface FieldChange {
  field: string;
  /** null: there was nothing to say before. */
  before: string | null;
  after: string | null;
}

const names: Record<string, string> = {
  allowed_ips: "addresses",
  consumer: "stored in",
  enabled: "works",
  expires_at: "expires",
  old_expires_at: "old secret ends",
  old_prefix: "old secret",
  prefix: "secret",
  rotate_every: "rotation",
  revoked_at: "revoked",
  disabled_at: "paused",
};

/** Told by the entry itself, or following from another field. */
const untold = new Set([
  "flags",
  "id",
  "owner",
  "rotate_due_at",
  "created_by",
  "created_at",
  "updated_at",
  "revoked_by",
  "revoke_reason",
  "disabled_by",
  "disabled_reason",
  "disabled_at",
  "rotation",
  "secret_created_at",
  "status",
]);

export function changesOf({ changes }: Pick<AuditEntry, "changes">): FieldChange[] {
  const before = sideOf(changes, "before");
  const after = sideOf(changes, "after");
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields
    .filter((field) => !untold.has(field))
    .map((field) => ({
      field: names[field] ?? field.replaceAll("_", " "),
      before: field in before ? valueWords(before[field]) : null,
      after: field in after ? valueWords(after[field]) : null,
    }))
    .filter((change) => change.before !== change.after);
}

function sideOf(changes: unknown, side: "before" | "after"): Record<string, unknown> {
  if (typeof changes !== "object" || changes === null || !(side in changes)) return {};
  const value: unknown = (changes as Record<string, unknown>)[side];
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const aTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(valueWords).join(", ");
  if (typeof value === "string") return aTime.test(value) ? exactWords(Date.parse(value), "local") : value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
