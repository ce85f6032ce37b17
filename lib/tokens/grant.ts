/** Resolves what a new token shall reach, and refuses to give more than the giver holds. */

import { normalizeRange, rangesWithin } from "@/lib/access/addresses";
import { instanceScopes, type Scope, scopesOfRole } from "@/lib/access/catalog";
import { heldScopes, reaches, type TokenOwnership } from "@/lib/access/policy";
import { type Principal, personOf } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";
import { type FieldProblem, Problem } from "@/lib/errors";
import { parseDuration } from "./duration";
import type { CreateTokenInput } from "./schema";

export interface NewGrant extends TokenOwnership {
  kind: "personal" | "fleet";
  scopes: Scope[];
  inherit: boolean;
  allowedIps: string[] | null;
  expiresAt: Date | null;
}

const unprocessable = (errors: FieldProblem[]) =>
  new Problem("validation_failed", "The token was not created. See errors for what to change.", { errors });

/** Names become ids; a name that the giver's person may not see is as unknown as a made-up one: 422. */
export async function resolveGrant(
  principal: Principal,
  input: CreateTokenInput,
  now: Date,
): Promise<NewGrant> {
  const errors: FieldProblem[] = [];
  const idOf = (slug: string, path: string) => {
    const fleet = principal.sees.find((seen) => seen.slug === slug);
    if (!fleet)
      errors.push({ path, code: "unknown_fleet", message: `There is no fleet ${slug} that you may see.` });
    return fleet?.id ?? "";
  };
  const ownerFleetId = input.kind === "fleet" ? idOf(input.fleet ?? "", "fleet") : null;
  let fleetIds =
    ownerFleetId !== null
      ? [ownerFleetId]
      : (input.fleets?.map((slug, i) => idOf(slug, `fleets.${i}`)) ?? null);
  let namespaceIds: string[] | null = null;
  if (input.namespaces !== null && errors.length === 0) {
    // Namespaces belong to one fleet: the one named, or the only one there is.
    const only = principal.sees.length === 1 ? principal.sees[0] : undefined;
    if (fleetIds === null && only) fleetIds = [only.id];
    const [fleetId, more] = fleetIds ?? [];
    if (fleetId === undefined || more !== undefined) {
      errors.push({
        path: "namespaces",
        code: "one_fleet_needed",
        message: "Namespaces need exactly one fleet: name it in fleets.",
      });
    } else {
      namespaceIds = await namespacesOf(db(), fleetId, input.namespaces, errors);
    }
  }
  const ranges = input.allowed_ips?.map((text) => normalizeRange(text) ?? "") ?? null;
  ranges?.forEach((range, i) => {
    if (range === "")
      errors.push({
        path: `allowed_ips.${i}`,
        code: "invalid_range",
        message: "This is no address or range.",
      });
  });
  const person = personOf(principal);
  if (input.kind === "personal" && person === null) {
    errors.push({
      path: "kind",
      code: "no_person",
      message: "A fleet token has no person behind it; create fleet tokens only.",
    });
  }
  if (errors.length > 0) throw unprocessable(errors);
  return {
    kind: input.kind,
    ownerUserId: input.kind === "personal" ? (person?.id ?? null) : null,
    ownerFleetId,
    fleetIds,
    namespaceIds,
    scopes: input.inherit ? [] : [...(input.scopes ?? scopesOfRole(input.role ?? "viewer"))],
    inherit: input.inherit,
    allowedIps: ranges,
    expiresAt: expiryOf(input, now),
  };
}

/** Ids of a fleet's namespaces by their names; unknown ones become problems. */
export async function namespacesOf(
  reader: Pick<Transaction, "namespace">,
  fleetId: string,
  names: readonly string[],
  errors: FieldProblem[],
): Promise<string[]> {
  const found = await reader.namespace.findMany({
    where: { fleetId, name: { in: [...names] } },
    select: { id: true, name: true },
  });
  const ids = new Map(found.map(({ id, name }) => [name, id]));
  return names.map((name, i) => {
    const id = ids.get(name);
    if (id === undefined) {
      errors.push({
        path: `namespaces.${i}`,
        code: "unknown_namespace",
        message: `There is no namespace ${name} in that fleet.`,
      });
    }
    return id ?? "";
  });
}

function expiryOf(input: CreateTokenInput, now: Date): Date | null {
  if (typeof input.expires_at === "string") return new Date(input.expires_at);
  if (input.expires_in === undefined || input.expires_in === "never") return null;
  return new Date(now.getTime() + (parseDuration(input.expires_in) ?? 0) * 1_000);
}

/** Throws 403 naming every part of the grant that goes beyond what the giver holds now. */
export function authorizeGiving(principal: Principal, grant: NewGrant): void {
  const beyond: FieldProblem[] = [];
  const missing: Scope[] = [];
  const add = (path: string, message: string) => beyond.push({ path, code: "beyond_own_rights", message });
  const fleet = principal.sees.find((seen) => seen.id === grant.ownerFleetId);
  if (grant.ownerFleetId !== null && !fleet?.admin) {
    add("fleet", "Only this fleet's admins create its tokens.");
  }
  const within = principal.fleets.filter((f) => grant.fleetIds === null || grant.fleetIds.includes(f.id));
  for (const scope of grant.scopes) {
    // For oneself admin and inherit never exceed oneself; a fleet's admin token was asked about above.
    if (scope === "admin") continue;
    const ofInstance = instanceScopes.includes(scope);
    const held = ofInstance
      ? grant.fleetIds === null && grant.ownerFleetId === null && principal.instance.has(scope)
      : within.some((f) => f.scopes.has(scope));
    if (held) continue;
    missing.push(scope);
    add(
      "scopes",
      ofInstance && principal.instance.has(scope)
        ? `${scope} belongs to the whole instance, so a token limited to fleets cannot carry it.`
        : `You do not hold ${scope} in any fleet that this token would reach. Ask the fleet's admin.`,
    );
  }
  if (principal.kind === "token") withinOwnBounds(principal.token, grant, add, reaches(principal, grant));
  if (beyond.length === 0) return;
  throw new Problem("beyond_own_rights", beyond.map((part) => part.message).join(" "), {
    errors: beyond,
    shortfall: {
      required: missing,
      held: heldScopes(principal),
      fix: "Give less, or ask an admin of the fleet for a role that holds it.",
    },
  });
}

type Refuse = (path: string, message: string) => void;

/** What a token gives or gives back lies within its own reach, addresses and life. */
function withinOwnBounds(
  own: { allowedIps: readonly string[] | null; expiresAt: Date | null },
  grant: { allowedIps: readonly string[] | null; expiresAt: Date | null },
  add: Refuse,
  reached: boolean,
): void {
  if (!reached)
    add("fleets", "The calling token does not reach as far. Name fleets and namespaces within its own.");
  if (
    own.allowedIps !== null &&
    (grant.allowedIps === null || !rangesWithin(grant.allowedIps, own.allowedIps))
  ) {
    add("allowed_ips", "The calling token is limited to addresses. Name ranges within its own.");
  }
  withinOwnLife(own, grant, add);
}

function withinOwnLife(
  own: { expiresAt: Date | null },
  grant: { expiresAt: Date | null },
  add: Refuse,
): void {
  if (own.expiresAt === null || (grant.expiresAt !== null && grant.expiresAt <= own.expiresAt)) return;
  add(
    "expires_at",
    `The calling token expires at ${own.expiresAt.toISOString()}. Nothing it gives may last longer.`,
  );
}

/** Throws 403 when a token would rotate, extend or resume a token that goes beyond itself. Sessions are not bound. */
export function authorizeRenewal(
  principal: Principal,
  token: TokenOwnership & { allowedIps: readonly string[] | null; expiresAt: Date | null },
): void {
  if (principal.kind !== "token") return;
  const { token: own } = principal;
  refuseBeyond((add) => withinOwnBounds(own, token, add, reaches(principal, token)));
}

/** Throws 403 when a token would set an expiry past its own. */
export function authorizeExpiry(principal: Principal, token: { expiresAt: Date | null }): void {
  if (principal.kind !== "token") return;
  const { token: own } = principal;
  refuseBeyond((add) => withinOwnLife(own, token, add));
}

function refuseBeyond(check: (add: Refuse) => void): void {
  const errors: FieldProblem[] = [];
  check((path, message) => errors.push({ path, code: "beyond_own_rights", message }));
  if (errors.length === 0) return;
  throw new Problem("beyond_own_rights", errors.map(({ message }) => message).join(" "), { errors });
}
