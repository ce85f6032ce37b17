/** Turns a caller into what the log says about it. */

import type { Action } from "@/lib/access/policy";
import { requiredScopes } from "@/lib/access/policy";
import { type Principal, personOf, type RequestFacts } from "@/lib/access/principal";
import { uuidv7 } from "@/lib/database/uuid";
import type { AuditAction, Decision } from "./events";
import type { AuditRow } from "./row";

export interface ActorRef {
  type: "user" | "token" | "fleet" | "system";
  id: string | null;
  name: string;
}

/** Who acts: a person in a session, or a token under its own name. */
export function actorOf(principal: Principal): ActorRef {
  return principal.kind === "session"
    ? { type: "user", id: principal.user.id, name: principal.user.name }
    : { type: "token", id: principal.token.id, name: principal.token.name };
}

/** The server itself: first run, housekeeping. */
export const systemActor: ActorRef = { type: "system", id: null, name: "Token Cabinet" };

/** A row about nothing yet: what every row has in common. `now` in milliseconds since the epoch. */
export function blankRow(action: AuditAction, now = Date.now()): AuditRow {
  return {
    id: uuidv7(now),
    at: new Date(now),
    action,
    decision: "allow",
    rbacDecision: "allow",
    credential: "none",
    actorType: null,
    actorId: null,
    actorName: null,
    ownerId: null,
    apiTokenId: null,
    apiTokenName: null,
    secretPrefix: null,
    via: "api",
    subjectType: null,
    subjectId: null,
    subjectName: null,
    fleet: null,
    service: null,
    namespace: null,
    method: null,
    path: null,
    statusCode: null,
    requiredScopes: [],
    reason: null,
    ip: null,
    userAgent: null,
    latencyMs: null,
    requestId: null,
    clientRequestId: null,
    changes: null,
    batchId: null,
    count: 1,
  };
}

/** The part of a row that the request gives. */
export function requestFacts(request: RequestFacts): Partial<AuditRow> {
  const { method, path, ip, userAgent, requestId, clientRequestId, via } = request;
  const latencyMs = Math.round((performance.now() - request.startedAt) * 1_000) / 1_000;
  return { method, path, ip, userAgent, requestId, clientRequestId, via, latencyMs };
}

/** The part of a row that the principal gives. */
export function principalFacts(principal: Principal): Partial<AuditRow> {
  const actor = actorOf(principal);
  const facts: Partial<AuditRow> = {
    credential: principal.kind,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    ownerId: personOf(principal)?.id ?? null,
  };
  if (principal.kind === "session") return facts;
  const { id, name, prefix } = principal.token;
  return { ...facts, apiTokenId: id, apiTokenName: name, secretPrefix: prefix };
}

/** The row of one call by one principal: `token.used`, `token.refused` or `session.refused`. */
export function callRow(
  principal: Principal,
  request: RequestFacts,
  call: {
    action: Action;
    status: number;
    reason?: string | null;
    place?: { fleet: string | null; namespace: string | null };
  },
): AuditRow {
  const denied = call.status === 401 || call.status === 403;
  const decision: Decision = denied ? "deny" : call.status >= 400 ? "error" : "allow";
  const kind = principal.kind;
  return {
    ...blankRow(denied ? (kind === "token" ? "token.refused" : "session.refused") : "token.used"),
    ...requestFacts(request),
    ...principalFacts(principal),
    decision,
    rbacDecision: denied ? "deny" : "allow",
    statusCode: call.status,
    requiredScopes: requiredScopes(call.action),
    reason: call.reason ?? null,
    fleet: call.place?.fleet ?? null,
    namespace: call.place?.namespace ?? null,
  };
}
