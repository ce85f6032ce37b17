/** From a request to a principal: token before cookie, and never both. */
import type { Principal, RequestFacts } from "@/lib/access/principal";
import { countRefusal, maySingleOut } from "@/lib/audit/counts";
import { blankRow, requestFacts } from "@/lib/audit/facts";
import { journal } from "@/lib/audit/journal";
import { Problem } from "@/lib/errors";
import { type Credential, readCredential } from "@/lib/judging/credentials";
import { judgeToken, type RefusalReason } from "@/lib/judging/judge";
import { findTokenBySecret, type TokenRecord } from "@/lib/judging/lookup";
import { sessionIdFrom } from "@/lib/sessions/cookie";
import { findSession } from "@/lib/sessions/lookup";
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
  const { seq, record } = await findTokenBySecret(credential.secret.hash());
  if (!record) {
    if (maySingleOut(facts.ip)) await recordRefusal(facts, null, credential.secret.prefix(), "unknown", 401);
    else countRefusal("token.refused", facts.ip, "unknown");
    throw invalidToken();
  }
  const judgement = judgeToken(record, seq, facts.ip, Date.now());
  if (judgement.ok) return judgement.principal;
  await recordRefusal(facts, record, record.secret.prefix, judgement.reason, judgement.status);
  if (judgement.status === 401) throw invalidToken();
  throw new Problem(
    "address_not_allowed",
    "This token may not be used from your address. Call from an allowed one, or ask its owner to change them.",
  );
}

async function recordRefusal(
  facts: RequestFacts,
  record: TokenRecord | null,
  prefix: string,
  reason: RefusalReason,
  status: number,
): Promise<void> {
  const row = {
    ...blankRow("token.refused"),
    ...requestFacts(facts),
    decision: "deny" as const,
    rbacDecision: "deny" as const,
    credential: "token" as const,
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
  await journal().record({ row, seq: null, letInSecretId: null });
}
