/** The log's rows about judged tokens. */
import type { RequestFacts } from "@/lib/access/principal";
import { countRefusal, maySingleOut } from "@/lib/audit/counts";
import { blankRow, requestFacts } from "@/lib/audit/facts";
import { journal } from "@/lib/audit/journal";
import type { AuditRow } from "@/lib/audit/row";
import type { TokenSecret } from "@/lib/tokens/secret";
import type { RefusalReason } from "./judge";
import type { TokenRecord } from "./lookup";

/** The row of a token that is not good in itself; null: of none that is known. */
export function refusalRow(
  facts: RequestFacts,
  record: TokenRecord | null,
  prefix: string,
  reason: RefusalReason,
  status: number,
): AuditRow {
  return {
    ...blankRow("token.refused"),
    ...requestFacts(facts),
    decision: "deny",
    rbacDecision: "deny",
    credential: "token",
    actorType: record ? "token" : null,
    actorId: record?.id ?? null,
    actorName: record?.name ?? null,
    ownerId: record?.owner.type === "user" ? record.owner.user.id : null,
    apiTokenId: record?.id ?? null,
    apiTokenName: record?.name ?? null,
    secretPrefix: prefix,
    statusCode: status,
    reason,
  };
}

/** An unknown secret gets a row of its own up to so many a minute and source; beyond them it is counted. */
export async function recordUnknown(facts: RequestFacts, secret: TokenSecret, by?: number): Promise<void> {
  if (!maySingleOut(facts.ip)) return countRefusal("token.refused", facts.ip, "unknown");
  const row = refusalRow(facts, null, secret.prefix(), "unknown", 401);
  await journal().record({ row, seq: null, letInSecretId: null }, by);
}
