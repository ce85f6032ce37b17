import { authorize, requireFleet, requireSomewhere } from "@/lib/access/policy";
import type { Caller, FleetRights, RequestFacts, TokenPrincipal } from "@/lib/access/principal";
import { countRefusal } from "@/lib/audit/counts";
import { blankRow, principalFacts, requestFacts } from "@/lib/audit/facts";
import { Problem } from "@/lib/errors";
import { TokenSecret } from "@/lib/tokens/secret";
import { judgingMs } from "./deadline";
import type { Estate } from "./estate";
import { judgeToken } from "./judge";
import type { TokenRecord } from "./lookup";
import { recallWithEstate } from "./recall";
import { recordUnknown, refusalRow } from "./rows";
import type { IntrospectInput, Introspection } from "./schema";
import { settle } from "./settle";
import { reachesNamespace, scopesIn } from "./verdict";

const inactive: Introspection = { active: false };

/**
 * Whether a token is active in a fleet, and what holds there. It counts as a use of that token.
 * @throws 400 `fleet_required` when the caller reaches several fleets and names none.
 */
export async function introspectToken(caller: Caller, input: IntrospectInput): Promise<Introspection> {
  const fleet = fleetAsked(caller, input.fleet);
  // Judged as it is used there: the address is the one that the service names, and no other.
  const facts: RequestFacts = { ...caller.request, via: "introspect", ip: input.ip ?? null };
  const secret = TokenSecret.parse(input.token);
  if (!secret) {
    countRefusal("token.refused", caller.request.ip, "malformed");
    return inactive;
  }
  const by = facts.startedAt + judgingMs;
  const answer = await settle<Introspection | null>(by, async () => {
    const { seq, record, estate } = await recallWithEstate(secret, by);
    if (!record) return { answer: null, use: null };
    const judgement = judgeToken(record, seq, facts.ip, Date.now());
    if (!judgement.ok) {
      const row = refusalRow(facts, record, record.secret.prefix, judgement.reason, judgement.status);
      return { answer: inactive, use: { row, seq, letInSecretId: null } };
    }
    const { principal } = judgement;
    const rights = rightsIn(principal, fleet, input.namespace, estate);
    const row = {
      ...blankRow(rights ? "token.used" : "token.refused"),
      ...requestFacts(facts),
      ...principalFacts(principal),
      fleet: fleet.slug,
      namespace: input.namespace ?? null,
      statusCode: 200,
    };
    if (rights) {
      const use = { row, seq, letInSecretId: principal.token.secretId };
      return { answer: activeOf(record, principal, rights), use };
    }
    Object.assign(row, { decision: "deny", rbacDecision: "deny", reason: "out_of_reach" });
    return { answer: inactive, use: { row, seq, letInSecretId: null } };
  });
  if (answer) return answer;
  await recordUnknown({ ...facts, ip: caller.request.ip }, secret, by);
  return inactive;
}

function fleetAsked({ principal }: Caller, slug: string | undefined): FleetRights {
  requireSomewhere(principal, "tokens.introspect");
  if (slug !== undefined) {
    const fleet = requireFleet(principal, "tokens.introspect", slug);
    authorize(principal, "tokens.introspect", { fleet });
    return fleet;
  }
  const [only, ...more] = principal.fleets;
  if (!only || more.length > 0)
    throw new Problem(
      "fleet_required",
      "You reach several fleets: name the one that this is about, as fleet.",
    );
  return only;
}

/** What the token holds in the fleet; null where it does not reach, or is bound to namespaces and none of them is named. */
function rightsIn(
  principal: TokenPrincipal,
  fleet: FleetRights,
  namespace: string | undefined,
  estate: Estate,
): FleetRights | null {
  const rights = principal.fleets.find(({ id }) => id === fleet.id);
  if (!rights) return null;
  const id = namespace === undefined ? undefined : estate.fleets.get(fleet.slug)?.namespaces.get(namespace);
  if (namespace !== undefined && id === undefined) return null;
  return reachesNamespace(rights, id) ? rights : null;
}

function activeOf(record: TokenRecord, principal: TokenPrincipal, rights: FleetRights): Introspection {
  const { owner } = principal;
  const ends = [record.grant.expiresAt, record.secret.endsAt].flatMap((at) => (at ? [at.getTime()] : []));
  return {
    active: true,
    scope: scopesIn(principal, rights.id).join(" "),
    client_id: record.id,
    username: owner.type === "user" ? owner.user.email : owner.fleet.slug,
    sub: owner.type === "user" ? owner.user.id : owner.fleet.id,
    token_type: "Bearer",
    ...(ends.length > 0 ? { exp: seconds(Math.min(...ends)) } : {}),
    iat: seconds(record.createdAt.getTime()),
    cabinet_fleet: rights.slug,
    cabinet_namespaces: rights.namespaces === null ? null : [...rights.namespaces.values()].sort(),
  };
}

const seconds = (ms: number) => Math.floor(ms / 1_000);
