import { authorize } from "@/lib/access/policy";
import { type Caller, type Principal, personOf } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readCursor, writeCursor } from "@/lib/database/cursor";
import type { Prisma } from "@/lib/database/generated/client";
import type { AuditEventModel } from "@/lib/database/generated/models";
import type { AuditEntry } from "./events";
import type { ListAuditInput } from "./schema";

/**
 * The log, newest first: instance admins read everything, audit:read opens its fleets, and everyone in a session
 * reads the entries of their own tokens and acts.
 */
export async function listAudit(
  caller: Caller,
  input: ListAuditInput,
): Promise<{ data: AuditEntry[]; next_cursor: string | null }> {
  authorize(caller.principal, "audit.list");
  const cursor = readCursor(input.cursor, "-id");
  const rows = await db().auditEvent.findMany({
    where: {
      AND: [visibleTo(caller.principal)],
      ...(input.token === undefined ? {} : { apiTokenId: input.token }),
      ...(input.actor === undefined ? {} : { actorId: input.actor }),
      ...(input.action === undefined ? {} : { action: { in: input.action } }),
      ...(input.decision === undefined ? {} : { decision: input.decision }),
      ...(input.request_id === undefined ? {} : { requestId: input.request_id }),
      ...(cursor ? { id: { lt: cursor.id } } : {}),
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    data: page.map(entryOf),
    next_cursor: last ? writeCursor({ sort: "-id", value: null, id: last.id }) : null,
  };
}

function visibleTo(principal: Principal): Prisma.AuditEventWhereInput {
  const person = personOf(principal);
  const bound =
    principal.kind === "token" &&
    (principal.token.fleetIds !== null || principal.token.namespaceIds !== null);
  const reads =
    principal.kind === "session" || principal.fleets.some((fleet) => fleet.scopes.has("audit:read"));
  // "For instance admins everywhere": their sessions, and their unbound tokens that carry the scope.
  if (person?.admin && reads && !bound) return {};
  const fleets = principal.fleets
    .filter((fleet) => fleet.namespaces === null && fleet.scopes.has("audit:read"))
    .map((fleet) => fleet.slug);
  const ofFleets: Prisma.AuditEventWhereInput = { fleet: { in: fleets } };
  if (principal.kind !== "session") return ofFleets;
  return { OR: [ofFleets, { actorId: principal.user.id }, { ownerId: principal.user.id }] };
}

function entryOf(row: AuditEventModel): AuditEntry {
  return {
    id: row.id,
    timestamp: row.at.toISOString(),
    action: row.action,
    decision: row.decision,
    rbac_decision: row.rbacDecision,
    credential: row.credential,
    actor:
      row.actorType === null ? null : { type: row.actorType, id: row.actorId, name: row.actorName ?? "" },
    api_token_id: row.apiTokenId,
    api_token_name: row.apiTokenName,
    secret_prefix: row.secretPrefix,
    via: row.via,
    fleet: row.fleet,
    service: row.service,
    namespace: row.namespace,
    method: row.method,
    path: row.path,
    status_code: row.statusCode,
    required_scopes: row.requiredScopes,
    reason: row.reason,
    ip: row.ip,
    user_agent: row.userAgent,
    latency_ms: row.latencyMs,
    request_id: row.requestId,
    client_request_id: row.clientRequestId,
    changes: row.changes,
    batch_id: row.batchId,
    count: row.count,
  };
}
