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
  secret_ended: "its secret has ended",
  address_not_allowed: "the address is not allowed",
};

type Words = Pick<
  AuditEntry,
  "action" | "decision" | "reason" | "required_scopes" | "status_code" | "changes"
>;

/** What happened: "Used", "Refused: it lacks machines:write". After a token's name it goes on in small letters. */
export function entryWords(entry: Words): string {
  const why = whyWords(entry);
  if (entry.action === "token.used") return "Used";
  if (entry.action === "token.refused") return why === "" ? "Refused" : `Refused: ${why}`;
  const deed = pausedOrResumed(entry) ?? deeds[entry.action] ?? entry.action;
  if (entry.decision === "allow") return deed;
  return why === "" ? `${deed}, not done` : `${deed}, not done: ${why}`;
}

/** The change that is looked for most has words of its own. */
function pausedOrResumed({ action, changes }: Words): string | null {
  if (action !== "token.updated" || typeof changes !== "object" || changes === null) return null;
  const after = "after" in changes ? changes.after : null;
  if (typeof after !== "object" || after === null || !("enabled" in after)) return null;
  return after.enabled === true ? "Resumed" : "Paused";
}

/** The call it was, "GET /api/v1/…"; null where there was none. */
export function callWords({ method, path }: Pick<AuditEntry, "method" | "path">): string | null {
  return method && path ? `${method} ${path}` : null;
}

function whyWords({ reason, required_scopes: required, status_code: status }: Words): string {
  if (status === 403 && required.length > 0) return `it lacks ${required.join(" and ")}`;
  if (reason === null) return "";
  return reasons[reason] ?? reason.replaceAll("_", " ");
}
