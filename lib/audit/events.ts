/** The words of the log. Browser-safe. */
export const auditActions = [
  "token.created",
  "token.updated",
  "token.rotated",
  "token.revoked",
  "token.narrowing_asked",
  "token.narrowing_settled",
  "token.used",
  "token.refused",
  "session.signed_in",
  "session.refused",
  "session.signed_out",
  "session.ended",
  "user.created",
  "user.updated",
  "user.deactivated",
  "user.reactivated",
  "fleet.created",
  "fleet.updated",
  "member.added",
  "member.updated",
  "member.removed",
  "namespace.created",
  "namespace.removed",
  "machine.created",
  "machine.updated",
  "machine.removed",
  "service.created",
  "service.updated",
  "service.removed",
] as const;

export type AuditAction = (typeof auditActions)[number];

/** The outcome: let in, refused, or failed after the rights were held. */
export const decisions = ["allow", "deny", "error"] as const;
export type Decision = (typeof decisions)[number];

/** An entry of the log as the API shows it. */
export interface AuditEntry {
  id: string;
  timestamp: string;
  action: string;
  decision: string;
  rbac_decision: string;
  credential: string;
  actor: { type: string; id: string | null; name: string } | null;
  api_token_id: string | null;
  api_token_name: string | null;
  secret_prefix: string | null;
  via: string;
  fleet: string | null;
  service: string | null;
  namespace: string | null;
  method: string | null;
  path: string | null;
  status_code: number | null;
  required_scopes: string[];
  reason: string | null;
  ip: string | null;
  user_agent: string | null;
  latency_ms: number | null;
  request_id: string | null;
  client_request_id: string | null;
  changes: unknown;
  batch_id: string | null;
  count: number;
}
