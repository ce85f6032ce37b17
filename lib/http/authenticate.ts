/** From a request to a principal: token before cookie, and never both. */
import type { Principal, RequestFacts } from "@/lib/access/principal";
import { countRefusal, maySingleOut } from "@/lib/audit/counts";
import { blankRow, requestFacts } from "@/lib/audit/facts";
import { journal } from "@/lib/audit/journal";
import type { AuditRow } from "@/lib/audit/row";
import { Problem } from "@/lib/errors";
import { type Credential, readCredential } from "@/lib/judging/credentials";
import { judgingMs } from "@/lib/judging/deadline";
import { type Judgement, judgeToken, type RefusalReason } from "@/lib/judging/judge";
import type { TokenRecord } from "@/lib/judging/lookup";
import { recallToken } from "@/lib/judging/recall";
import { settle } from "@/lib/judging/settle";
import { sessionIdFrom } from "@/lib/sessions/cookie";
import { findSession } from "@/lib/sessions/lookup";
import type { TokenSecret } from "@/lib/tokens/secret";
import { refusePlainHttp } from "./origin";

const invalidToken = () =>
  new Problem(
    "invalid_token",
    "This token is not valid: it is unknown, expired, paused or revoked. Look it up under My tokens.",
  );

/**
 * Who is calling. If Authorization or Token is sent, the cookie is ignored, even when the token is bad.
 * @throws 400 for two credentials, 401 for none or a bad one, 403 for an address that the token does not allow.
 */
export async function authenticate(headers: Headers, facts: RequestFacts): Promise<Principal> {
  const credential = readCredential(headers);
  refusePlainHttp(headers);
  if (credential.kind !== "none") return authenticateToken(credential, facts);
  const cookie = headers.get("cookie");
  const sessionId = await sessionIdFrom(cookie);
  if (sessionId === null) {
    countRefusal("session.refused", facts.ip, "no_credentials");
    throw new Problem("credentials_missing", "Sign in, or send a token as Authorization: Bearer.");
  }
  const principal = await findSession(sessionId);
  if (principal) return principal;
  countRefusal("session.refused", facts.ip, "session_ended");
  throw new Problem("session_ended", "This session has ended. Sign in again.");
}

async function authenticateToken(
  credential: Exclude<Credential, { kind: "none" }>,
  facts: RequestFacts,
): Promise<Principal> {
  if (credential.kind === "malformed") {
    countRefusal("token.refused", facts.ip, "malformed");
    throw invalidToken();
  }
  const { secret } = credential;
  const by = facts.startedAt + judgingMs;
  // A refusal from memory is held to the fence as well: what was paused may have been resumed elsewhere.
  const judged = await settle<Judgement | null>(by, async () => {
    const { seq, record } = await recallToken(secret, by);
    if (!record) return { answer: null, use: null };
    const judgement = judgeToken(record, seq, facts.ip, Date.now());
    if (judgement.ok) return { answer: judgement, use: null };
    const row = refusalRow(facts, record, record.secret.prefix, judgement.reason, judgement.status);
    return { answer: judgement, use: { row, seq, letInSecretId: null } };
  });
  if (judged?.ok) return judged.principal;
  if (!judged) await recordUnknown(facts, secret);
  if (judged?.status !== 403) throw invalidToken();
  throw new Problem(
    "address_not_allowed",
    "This token may not be used from your address. Call from an allowed one, or ask its owner to change them.",
  );
}

/** An unknown secret gets a row of its own, up to a number of them. */
export async function recordUnknown(facts: RequestFacts, secret: TokenSecret, by?: number): Promise<void> {
  if (!maySingleOut(facts.ip)) return countRefusal("token.refused", facts.ip, "unknown");
  const row = refusalRow(facts, null, secret.prefix(), "unknown", 401);
  await journal().record({ row, seq: null, letInSecretId: null }, by);
}

/** The row of a token that is not good in itself. */
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
