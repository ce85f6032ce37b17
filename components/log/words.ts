/** Entries of the log as plain sentences. */
import type { AuditEntry } from "@/lib/audit/events";

const deeds: Record<string, string> = {
  "token.created": "Created",
  "token.updated": "Changed",
  "token.rotated": "Rotated: it got a new secret",
  "token.revoked": "Revoked",
  "token.narrowing_asked": "Asked to keep it out of a fleet",
  "token.narrowing_settled": "The wish to keep it out of a fleet was withdrawn or dismissed",
  "session.signed_in": "Signed in",
  "session.refused": "Sign-in refused",
  "session.signed_out": "Signed out",
  "session.ended": "Session ended",
  "machine.created": "Registered a machine",
  "machine.updated": "Changed a machine",
  "machine.removed": "Deregistered a machine",
  "user.created": "Added a user",
  "user.updated": "Changed a user",
  "user.deactivated": "Deactivated a user",
  "user.reactivated": "Reactivated a user",
};

const reasons: Record<string, string> = {
  insufficient_scope: "it lacks a scope",
  expired: "it had expired",
  revoked: "it was revoked",
  disabled: "it was paused",
  paused: "it was paused",
  address_not_allowed: "the address is not allowed",
};

type Words = Pick<
  AuditEntry,
  "action" | "decision" | "method" | "path" | "reason" | "required_scopes" | "status_code"
>;

/** What happened: "Used: GET /api/v1/…", "Refused: GET /api/v1/…, it lacks machines:write". */
export function entryWords(entry: Words): string {
  const call = entry.method && entry.path ? `${entry.method} ${entry.path}` : null;
  if (entry.action === "token.used") return call ? `Used: ${call}` : "Used";
  if (entry.action === "token.refused") return `Refused${call ? `: ${call}` : ""}${whyWords(entry)}`;
  const deed = deeds[entry.action] ?? entry.action;
  return entry.decision === "allow" ? deed : `${deed}, not done${whyWords(entry)}`;
}

function whyWords({ reason, required_scopes: required, status_code: status }: Words): string {
  if (status === 403 && required.length > 0) return `, it lacks ${required.join(" and ")}`;
  if (reason === null) return "";
  return `, ${reasons[reason] ?? reason.replaceAll("_", " ")}`;
}
