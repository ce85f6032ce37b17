/** `ANY /api/v1/authorize`: judges the token that a client sent to another service. 204, or 401, 403, 503. */

import { isScope } from "@/lib/access/catalog";
import { heldScopes } from "@/lib/access/policy";
import { personOf, type RequestFacts, type TokenPrincipal } from "@/lib/access/principal";
import { countRefusal } from "@/lib/audit/counts";
import { blankRow } from "@/lib/audit/facts";
import type { Use } from "@/lib/audit/journal";
import type { AuditRow } from "@/lib/audit/row";
import { env } from "@/lib/env";
import { Problem } from "@/lib/errors";
import { readCredential, refuseSecretInQuery } from "@/lib/judging/credentials";
import { judgingMs } from "@/lib/judging/deadline";
import { judgeToken } from "@/lib/judging/judge";
import { type Question, readQuestion } from "@/lib/judging/question";
import { recallWithEstate } from "@/lib/judging/recall";
import { recordUnknown, refusalRow } from "@/lib/judging/rows";
import { settle } from "@/lib/judging/settle";
import { decide, type NoReason, scopesIn, type Verdict } from "@/lib/judging/verdict";
import type { TokenSecret } from "@/lib/tokens/secret";
import { addressNotAllowed, credentialsMissing, invalidToken } from "./authenticate-token";
import { type Answer, type Ask, factsOfAsk, refusalAnswer, verdictOf } from "./judging";
import { refusePlainHttp } from "./origin";

/** Asked by the query and by what the proxy says of the original request. */
export function answerAuthorize(ask: Ask): Promise<Answer> {
  return answer(ask, 204, () => {
    const search = ask.target.slice(ask.target.indexOf("?") + 1);
    const asked = search === ask.target ? "" : search;
    refuseSecretInQuery(asked);
    return readQuestion(asked, ask.get);
  });
}

const prefix = "/api/v1/authorize/";

/** `ANY /authorize/{service}/<original path>`, for Envoy: the request's own method, and 200, the only yes it knows. */
export function answerEnvoy(ask: Ask): Promise<Answer> {
  return answer(ask, 200, () => {
    const rest = ask.target.slice(prefix.length);
    const end = rest.search(/[/?]/);
    const target = end === -1 ? "" : rest.slice(end);
    return {
      scopes: [],
      service: end === -1 ? rest : rest.slice(0, end),
      fleet: null,
      namespace: null,
      original: { method: ask.method, target },
    };
  });
}

async function answer(ask: Ask, good: 200 | 204, read: () => Question | null): Promise<Answer> {
  const facts = factsOfAsk(ask);
  try {
    return await judge(ask, facts, good, read);
  } catch (error) {
    return refusalAnswer(verdictOf(error, facts.requestId), facts.requestId);
  }
}

async function judge(
  ask: Ask,
  facts: RequestFacts,
  good: 200 | 204,
  read: () => Question | null,
): Promise<Answer> {
  const secret = secretOf(ask, facts);
  const question = read();
  if (question?.original) {
    facts.method = question.original.method;
    facts.path = question.original.target.split("?", 1)[0] ?? "";
  }
  const by = facts.startedAt + judgingMs;
  const reply = await settle<Answer | Problem | null>(by, async () => {
    const { seq, record, estate } = await recallWithEstate(secret, by);
    if (!record) return { answer: null, use: null };
    const judgement = judgeToken(record, seq, facts.ip, Date.now());
    if (!judgement.ok) {
      const row = refusalRow(facts, record, record.secret.prefix, judgement.reason, judgement.status);
      const problem = judgement.status === 401 ? invalidToken() : addressNotAllowed();
      return { answer: problem, use: { row, seq, letInSecretId: null } };
    }
    const { principal } = judgement;
    const verdict = decide(question, principal, estate, ask.get);
    return {
      answer: verdict.ok ? letIn(principal, verdict.fleet, good, facts) : problemOf(verdict, principal),
      use: useOf(principal, verdict, facts, good),
    };
  });
  if (reply === null) {
    await recordUnknown(facts, secret, by);
    throw invalidToken();
  }
  if (reply instanceof Error) throw reply;
  return reply;
}

/** The token's secret; whatever is wrong with the request itself is 401 here. */
function secretOf(ask: Ask, facts: RequestFacts): TokenSecret {
  refusePlainHttp(ask);
  const credential = readCredential(ask);
  if (credential.kind === "token") return credential.secret;
  countRefusal("token.refused", facts.ip, credential.kind === "none" ? "no_credentials" : "malformed");
  if (credential.kind === "malformed") throw invalidToken();
  throw credentialsMissing();
}

interface Identity {
  name: string;
  owner: string;
  scopes: string;
  fleet: string;
}

/** Identities as headers have them, by the rights that they tell of: those are made anew with every look-up. */
const identities = new WeakMap<TokenPrincipal["fleets"], Map<string, Identity>>();

function identityOf(principal: TokenPrincipal, fleet: { id: string; slug: string }): Identity {
  let known = identities.get(principal.fleets);
  if (!known) {
    known = new Map();
    identities.set(principal.fleets, known);
  }
  let identity = known.get(fleet.id);
  if (!identity) {
    const { token, owner } = principal;
    identity = {
      name: encodeURIComponent(token.name),
      owner: encodeURIComponent(owner.type === "user" ? owner.user.email : owner.fleet.slug),
      scopes: encodeURIComponent(scopesIn(principal, fleet.id).join(" ")),
      fleet: encodeURIComponent(fleet.slug),
    };
    known.set(fleet.id, identity);
  }
  return identity;
}

function letIn(
  principal: TokenPrincipal,
  fleet: { id: string; slug: string },
  status: 200 | 204,
  facts: RequestFacts,
): Answer {
  const identity = identityOf(principal, fleet);
  const headers = {
    "Cache-Control": "no-store",
    "X-Request-Id": facts.requestId,
    "X-Cabinet-Token-Id": principal.token.id,
    "X-Cabinet-Token-Name": identity.name,
    "X-Cabinet-Owner": identity.owner,
    "X-Cabinet-Scopes": identity.scopes,
    "X-Cabinet-Fleet": identity.fleet,
  };
  return { status, headers, body: null };
}

/** The row is made once and filled in: spreading its parts costs more than judging. */
function useOf(principal: TokenPrincipal, verdict: Verdict, facts: RequestFacts, good: number): Use {
  const { token, seq } = principal;
  const row = blankRow(verdict.ok ? "token.used" : "token.refused");
  fillRequest(row, facts);
  row.credential = "token";
  row.actorType = "token";
  row.actorId = token.id;
  row.actorName = token.name;
  row.ownerId = personOf(principal)?.id ?? null;
  row.apiTokenId = token.id;
  row.apiTokenName = token.name;
  row.secretPrefix = token.prefix;
  row.fleet = verdict.fleet?.slug ?? null;
  row.service = verdict.service;
  row.namespace = verdict.namespace;
  row.requiredScopes = verdict.required;
  row.statusCode = verdict.ok ? good : 403;
  if (verdict.ok) return { row, seq, letInSecretId: token.secretId };
  row.decision = "deny";
  // The rights were held where only an approval is missing.
  row.rbacDecision = verdict.reason === "approval_required" ? "allow" : "deny";
  row.reason = verdict.reason;
  return { row, seq, letInSecretId: null };
}

function fillRequest(row: AuditRow, facts: RequestFacts): void {
  row.method = facts.method;
  row.path = facts.path;
  row.ip = facts.ip;
  row.userAgent = facts.userAgent;
  row.requestId = facts.requestId;
  row.clientRequestId = facts.clientRequestId;
  row.via = facts.via;
  row.latencyMs = Math.round((performance.now() - facts.startedAt) * 1_000) / 1_000;
}

const sentences: Record<NoReason, string> = {
  bad_question:
    "Ask with scope (or scope=none) and, with more than one fleet, fleet; or with service. Each but scope once, none empty.",
  fleet_required: "This instance has more than one fleet: name the one that this is about, as fleet=….",
  no_original:
    "The proxy must tell method and path of the original request: see CABINET_TRUSTED_PROXIES and the proxy's guide.",
  other_fleet: "The service belongs to another fleet than the one named.",
  unknown_service: "There is no such service, or nothing in it for this token.",
  unknown_fleet: "There is no such fleet, or nothing in it for this token.",
  fleet_not_reached: "There is no such fleet, or nothing in it for this token.",
  no_rule: "No rule of this service is about this method and path.",
  unknown_namespace: "There is no such namespace, or nothing in it for this token.",
  namespace_not_reached: "There is no such namespace, or nothing in it for this token.",
  insufficient_scope: "This token does not hold what this needs.",
  approval_required: "A person has to approve this call first.",
};

const teaches: ReadonlySet<NoReason> = new Set<NoReason>([
  "insufficient_scope",
  "unknown_namespace",
  "namespace_not_reached",
  "fleet_not_reached",
]);

/** What a 403 teaches; nothing about fleets that the token's owner does not see. */
function problemOf(verdict: Extract<Verdict, { ok: false }>, principal: TokenPrincipal): Problem {
  const { reason, service, fleet, namespace, required } = verdict;
  const seen = principal.sees.some(({ id }) => id === fleet?.id);
  if (!fleet || !seen) {
    const unknown = service === null ? "unknown_fleet" : "unknown_service";
    return new Problem("bad_question", sentences[fleet ? unknown : reason]);
  }
  if (reason === "no_rule" || reason === "approval_required") return new Problem(reason, sentences[reason]);
  if (!teaches.has(reason)) return new Problem("bad_question", sentences[reason]);
  const fix = `Use a token that does: its owner makes one under ${env().url}/settings/tokens.`;
  return new Problem("insufficient_scope", `${sentences[reason]} ${fix}`, {
    shortfall: {
      // Whatever else was asked for is no scope, and is not repeated.
      required: required.filter(isScope),
      held: heldScopes(principal, fleet.id),
      fleet: fleet.slug,
      ...(namespace === null ? {} : { namespace }),
      fix,
    },
  });
}
