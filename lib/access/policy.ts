/**
 * Who may do what: one table of actions, and the questions asked of it. Pure. A route asks `requireSomewhere`
 * before it looks at ids or bodies; the verb asks `authorize` once it knows where.
 */
import { notFound, Problem, type Shortfall } from "@/lib/errors";
import { type MemberRole, type Scope, scopeEntry, scopesOfMember } from "./catalog";
import { type FleetRights, type Principal, personOf, type TokenPrincipal } from "./principal";

type Requirement =
  /** Any session, any token. */
  | { needs: "credentials" }
  /** People only. */
  | { needs: "session" }
  /** A session, or a token with `admin`. */
  | { needs: "tokens" }
  /** An instance admin, or an unbound token of one that inherits or has `admin`. */
  | { needs: "instance" }
  /** The same, and `inherit` is not enough: what makes or lessens the greatest rights. */
  | { needs: "instance_admin" }
  | { needs: "scope"; scope: Scope }
  /** A session reads what concerns itself; more needs the scope. */
  | { needs: "session_or_scope"; scope: Scope }
  /** A session reads what concerns its fleets; a token must act for the instance. */
  | { needs: "session_or_instance" };

export const policy = {
  "whoami.get": { needs: "credentials" },
  "catalog.list": { needs: "credentials" },
  "tokens.list": { needs: "tokens" },
  "tokens.create": { needs: "tokens" },
  "tokens.get": { needs: "tokens" },
  "tokens.update": { needs: "tokens" },
  "tokens.rotate": { needs: "tokens" },
  "tokens.revoke": { needs: "tokens" },
  "tokens.revoke_all": { needs: "tokens" },
  "tokens.pause_all": { needs: "tokens" },
  "tokens.ask_narrower": { needs: "tokens" },
  "tokens.which": { needs: "session" },
  "fleets.list": { needs: "credentials" },
  "fleets.get": { needs: "credentials" },
  "fleets.create": { needs: "instance" },
  "fleets.update": { needs: "instance" },
  "members.list": { needs: "session_or_scope", scope: "permissions:manage" },
  "members.add": { needs: "scope", scope: "permissions:manage" },
  "members.update": { needs: "scope", scope: "permissions:manage" },
  "members.remove": { needs: "scope", scope: "permissions:manage" },
  "namespaces.list": { needs: "scope", scope: "namespaces:read" },
  "namespaces.create": { needs: "scope", scope: "namespaces:write" },
  "namespaces.remove": { needs: "scope", scope: "namespaces:write" },
  "users.list": { needs: "scope", scope: "users:read" },
  "users.create": { needs: "scope", scope: "users:write" },
  "users.update": { needs: "scope", scope: "users:write" },
  "users.link": { needs: "instance_admin" },
  "users.consequences": { needs: "instance_admin" },
  "members.consequences": { needs: "scope", scope: "admin" },
  "machines.list": { needs: "scope", scope: "machines:read" },
  "machines.get": { needs: "scope", scope: "machines:read" },
  "machines.create": { needs: "scope", scope: "machines:write" },
  "machines.update": { needs: "scope", scope: "machines:write" },
  "machines.remove": { needs: "scope", scope: "machines:write" },
  "services.list": { needs: "session_or_instance" },
  "services.get": { needs: "session_or_instance" },
  "services.create": { needs: "instance" },
  "services.update": { needs: "instance" },
  "services.remove": { needs: "instance" },
  "tokens.introspect": { needs: "scope", scope: "tokens:introspect" },
  "sessions.list": { needs: "session" },
  "sessions.end": { needs: "session" },
  "audit.list": { needs: "session_or_scope", scope: "audit:read" },
} as const satisfies Record<string, Requirement>;

export type Action = keyof typeof policy;

const requirementOf = (action: Action): Requirement => policy[action];

const managing: ReadonlySet<string> = new Set([
  "tokens",
  "instance",
  "instance_admin",
  "session_or_instance",
] satisfies Requirement["needs"][]);

/** Scopes that the log names for an action; empty where no scope decides. */
export function requiredScopes(action: Action): Scope[] {
  const requirement = requirementOf(action);
  if ("scope" in requirement) return [requirement.scope];
  return managing.has(requirement.needs) ? ["admin"] : [];
}

/** Whether a principal manages tokens at all: every session, and tokens with `admin`. */
export function managesTokens(principal: Principal): boolean {
  return principal.kind === "session" || principal.token.scopes.includes("admin");
}

/** Whether a principal acts as an instance admin: in a session, or with an unbound token that has `admin`. */
export function isInstanceAdmin(principal: Principal): boolean {
  if (personOf(principal)?.admin !== true) return false;
  return principal.kind === "session" || (isUnbound(principal) && principal.token.scopes.includes("admin"));
}

/** As `isInstanceAdmin`, or with a token that inherits: everything but tokens and the greatest rights. */
function runsInstance(principal: Principal): boolean {
  if (isInstanceAdmin(principal)) return true;
  return (
    personOf(principal)?.admin === true &&
    principal.kind === "token" &&
    isUnbound(principal) &&
    principal.token.inherit
  );
}

const isUnbound = ({ token }: TokenPrincipal) => token.fleetIds === null && token.namespaceIds === null;

/** Where something stands: an instance-wide thing has no fleet, a fleet-wide thing no namespace. */
export interface Place {
  fleet: { id: string; slug: string };
  namespace?: { id: string; name: string };
}

function holdsIn(rights: FleetRights, scope: Scope, place?: Place): boolean {
  if (!rights.scopes.has(scope)) return false;
  if (rights.namespaces === null) return true;
  // Bound to namespaces: nothing that stands outside one.
  if (scopeEntry(scope).level !== "namespace") return false;
  if (!place) return rights.namespaces.size > 0;
  return place.namespace !== undefined && rights.namespaces.has(place.namespace.id);
}

/** Whether a principal holds a scope somewhere, or at one place. */
export function holds(principal: Principal, scope: Scope, place?: Place): boolean {
  if (scopeEntry(scope).level === "instance") return principal.instance.has(scope);
  const fleets = place ? principal.fleets.filter((fleet) => fleet.id === place.fleet.id) : principal.fleets;
  return fleets.some((fleet) => holdsIn(fleet, scope, place));
}

function can(principal: Principal, action: Action, place?: Place): boolean {
  const requirement = requirementOf(action);
  switch (requirement.needs) {
    case "credentials":
      return true;
    case "session":
      return principal.kind === "session";
    case "tokens":
      return managesTokens(principal);
    case "instance":
      return runsInstance(principal);
    case "instance_admin":
      return isInstanceAdmin(principal);
    case "scope":
      return holds(principal, requirement.scope, place);
    case "session_or_scope":
      return principal.kind === "session" || holds(principal, requirement.scope, place);
    case "session_or_instance":
      return principal.kind === "session" || runsInstance(principal);
  }
}

/** The scopes that a principal holds somewhere, or in one fleet. */
export function heldScopes(principal: Principal, fleetId?: string): Scope[] {
  const fleets = fleetId === undefined ? principal.fleets : principal.fleets.filter((f) => f.id === fleetId);
  const all = new Set<Scope>(fleets.flatMap((fleet) => [...fleet.scopes]));
  if (fleetId === undefined) for (const scope of principal.instance) all.add(scope);
  return [...all].sort();
}

/**
 * Throws 403 when a role, or a person's standing in a fleet, holds more there than the principal does now: nobody gives
 * it, and nobody touches who has it.
 */
export function authorizeOver(
  principal: Principal,
  action: Action,
  fleet: { id: string; slug: string },
  role: MemberRole,
): void {
  const held = principal.fleets.find((own) => own.id === fleet.id)?.scopes ?? new Set<Scope>();
  const missing = scopesOfMember(role).filter((scope) => !held.has(scope));
  // A fleet's admin manages its tokens too, which only `admin` stands for; it is among the role's scopes.
  if (missing.length === 0) return;
  const fix = "Ask somebody who holds as much as that role does.";
  throw new Problem("beyond_own_rights", `The role ${role} holds more in ${fleet.slug} than you do. ${fix}`, {
    shortfall: { required: missing, held: heldScopes(principal, fleet.id), fleet: fleet.slug, fix },
    reason: action,
  });
}

function refuse(principal: Principal, action: Action, place?: Place): never {
  if (requirementOf(action).needs === "session") {
    throw new Problem("session_required", "Only a person who is signed in may do this, not a token.");
  }
  const required = requiredScopes(action);
  const { needs } = requirementOf(action);
  const ofInstance =
    needs === "instance" ||
    needs === "instance_admin" ||
    needs === "session_or_instance" ||
    required.some((scope) => scopeEntry(scope).level === "instance");
  const { fleet, namespace } = place ?? {};
  const where = namespace ? `in ${fleet?.slug}/${namespace.name}` : fleet ? `in ${fleet.slug}` : "anywhere";
  const who = principal.kind === "session" ? "You do not hold it" : "This token does not hold it";
  const fix =
    principal.kind === "session"
      ? ofInstance
        ? "Ask an instance admin."
        : "Ask an admin of the fleet for a role that does."
      : "Use a token that does: its owner makes one under /settings/tokens.";
  const shortfall: Shortfall = {
    required,
    held: heldScopes(principal, fleet?.id),
    fleet: fleet?.slug,
    namespace: namespace?.name,
    fix,
  };
  const lack =
    required.length > 0
      ? `This needs ${required.join(" and ")}. ${who} ${where}.`
      : `This token does not reach ${fleet?.slug}.`;
  throw new Problem("insufficient_scope", `${lack} ${fix}`, { shortfall });
}

/** Refuses with 403 what the principal may do nowhere, before any id or body is looked at. */
export function requireSomewhere(principal: Principal, action: Action): void {
  if (!can(principal, action)) refuse(principal, action);
}

/** Throws 403 unless the principal may do `action` at `place` now. */
export function authorize(principal: Principal, action: Action, place?: Place): void {
  if (!can(principal, action, place)) refuse(principal, action, place);
}

/** The fleet by slug, as the principal stands in it: 404 for what its owner may not see, 403 for what only the token may not. */
export function requireFleet(principal: Principal, action: Action, slug: string): FleetRights {
  const rights = principal.fleets.find((fleet) => fleet.slug === slug);
  if (rights) return rights;
  const seen = principal.sees.find((fleet) => fleet.slug === slug);
  if (!seen) throw notFound();
  return refuse(principal, action, { fleet: seen });
}

/** What decides who may touch a token. */
export interface TokenOwnership {
  ownerUserId: string | null;
  ownerFleetId: string | null;
  /** null: not limited. */
  fleetIds: readonly string[] | null;
  namespaceIds: readonly string[] | null;
}

type Standing = "manage" | "stop" | "look" | "hidden";

/** What besides the token itself decides about an act on it. */
interface TokenAct {
  /** It only takes away or gives back use: pause, resume, revoke. */
  stopping?: boolean | undefined;
  /** The token, another person's, reaches a fleet that the principal's person runs. */
  inRunFleet?: boolean | undefined;
}

/** How the person (or fleet) behind a principal stands to a token, before the principal's own bounds. */
function standing(principal: Principal, token: TokenOwnership, inRunFleet: boolean): Standing {
  const person = personOf(principal);
  if (token.ownerFleetId !== null) {
    const ofFleet = principal.sees.find((fleet) => fleet.id === token.ownerFleetId);
    return ofFleet?.admin ? "manage" : "hidden";
  }
  if (person === null) return "hidden";
  if (person.id === token.ownerUserId) return "manage";
  // Other people's tokens: an instance admin sees, pauses, resumes and revokes them.
  if (person.admin) return "stop";
  // Whoever runs a fleet sees what reaches it.
  return inRunFleet ? "look" : "hidden";
}

/** Whether the person behind a principal could see another's personal token only because it reaches a fleet they run. */
export function seesByFleet(principal: Principal, token: TokenOwnership): boolean {
  const person = personOf(principal);
  return token.ownerUserId !== null && person !== null && person.id !== token.ownerUserId && !person.admin;
}

const subset = (inner: readonly string[] | null, outer: readonly string[] | null) =>
  outer === null || (inner?.every((id) => outer.includes(id)) ?? false);

/** Whether a token lies within what the principal itself reaches; sessions reach all that their person does. */
export function reaches(principal: Principal, token: TokenOwnership): boolean {
  if (principal.kind === "session") return true;
  const { fleetIds, namespaceIds } = principal.token;
  const foreign = token.ownerUserId !== null && token.ownerUserId !== personOf(principal)?.id;
  // Other people's tokens belong to the instance, which a bound token does not open.
  if (foreign && (fleetIds !== null || namespaceIds !== null)) return false;
  return subset(token.fleetIds, fleetIds) && subset(token.namespaceIds, namespaceIds);
}

/**
 * Throws unless the principal may do `action` to the token: 404 where its person may not know of it, 403 where only
 * the calling token may not, or where it may be seen or stopped but not managed.
 */
export function authorizeToken(
  principal: Principal,
  action: Action,
  token: TokenOwnership,
  { stopping = false, inRunFleet = false }: TokenAct = {},
): void {
  authorize(principal, action);
  const as = standing(principal, token, inRunFleet);
  if (as === "hidden") throw notFound();
  if (!reaches(principal, token)) {
    throw new Problem("insufficient_scope", "That token reaches further than the one you are calling with.", {
      shortfall: {
        required: ["admin"],
        held: heldScopes(principal),
        fix: "Sign in, or use an admin token that reaches as far.",
      },
    });
  }
  if (as === "manage" || action === "tokens.get" || action === "tokens.ask_narrower") return;
  if (as === "look") {
    throw new Problem(
      "not_yours",
      "This is another person's token. You see it because it reaches a fleet that you run. Ask its owner to narrow it, or remove its owner from the fleet.",
    );
  }
  if (!stopping) {
    throw new Problem(
      "not_yours",
      "This is another person's token. You may see, pause, resume and revoke it; its owner does the rest.",
    );
  }
}

/** Throws 403 unless the principal runs the fleet: as its admin or the instance's, and with a token that reaches it. */
export function authorizeRunning(principal: Principal, fleet: { id: string; slug: string }): void {
  const runs = principal.sees.some((seen) => seen.id === fleet.id && seen.admin);
  if (runs && principal.fleets.some((own) => own.id === fleet.id)) return;
  const fix = runs
    ? "Sign in, or use an admin token that reaches this fleet."
    : `Ask an admin of ${fleet.slug}.`;
  throw new Problem("insufficient_scope", `Only admins of ${fleet.slug} may do this. ${fix}`, {
    shortfall: { required: ["admin"], held: heldScopes(principal, fleet.id), fleet: fleet.slug, fix },
  });
}

/** Throws 403 unless the principal acts as an instance admin. `what`: what only they do, as the sentence goes on. */
export function authorizeInstance(principal: Principal, what: string): void {
  if (isInstanceAdmin(principal)) return;
  const fix =
    principal.kind === "session"
      ? "Ask an instance admin."
      : "Sign in as one, or use an admin token of one that is not limited to fleets.";
  throw new Problem("insufficient_scope", `Only instance admins ${what}. ${fix}`, {
    shortfall: { required: ["admin"], held: heldScopes(principal), fix },
  });
}
