/** From a request to the principal of the token that it carries. */
import type { Principal, RequestFacts } from "@/lib/access/principal";
import { countRefusal } from "@/lib/audit/counts";
import { Problem } from "@/lib/errors";
import { type Credential, readCredential } from "@/lib/judging/credentials";
import { judgingMs } from "@/lib/judging/deadline";
import { type Judgement, judgeToken } from "@/lib/judging/judge";
import { recallToken } from "@/lib/judging/recall";
import { recordUnknown, refusalRow } from "@/lib/judging/rows";
import { settle } from "@/lib/judging/settle";
import { refusePlainHttp } from "./origin";

export const invalidToken = () =>
  new Problem(
    "invalid_token",
    "This token is not valid: it is unknown, expired, paused or revoked. Look it up under My tokens.",
  );

export const addressNotAllowed = () =>
  new Problem(
    "address_not_allowed",
    "This token may not be used from your address. Call from an allowed one, or ask its owner to change them.",
  );

export const credentialsMissing = () =>
  new Problem("credentials_missing", "Send a token as Authorization: Bearer.");

/**
 * Who is calling, where only tokens may: no cookie is read.
 * @throws 400 for two credentials, 401 for none or a bad one, 403 for an address that the token does not allow.
 */
export async function authenticateByToken(headers: Headers, facts: RequestFacts): Promise<Principal> {
  const credential = readCredential(headers);
  refusePlainHttp(headers);
  if (credential.kind !== "none") return authenticateToken(credential, facts);
  countRefusal("token.refused", facts.ip, "no_credentials");
  throw credentialsMissing();
}

export async function authenticateToken(
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
  throw addressNotAllowed();
}
