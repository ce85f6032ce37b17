/**
 * What should be answered, said once more in the plainest way from the policy table and the facts of who knocks.
 * It shares no code with the rights that it is held against.
 */
import { catalog, type MemberRole, roles, type Scope } from "@/lib/access/catalog";
import { type Action, policy } from "@/lib/access/policy";
import type { Knocker, Slug } from "./principals";

const slugs: readonly Slug[] = ["core", "lab"];
const levelOf = (scope: Scope) => catalog.find((entry) => entry.name === scope)?.level;

function roleHolds(role: MemberRole | undefined, scope: Scope): boolean {
  if (role === undefined || levelOf(scope) === "instance") return false;
  return role === "admin" || (roles.find((entry) => entry.name === role)?.scopes.includes(scope) ?? false);
}

function granted({ kind, grant }: Knocker, scope: Scope): boolean {
  if (kind === "session" || !grant) return kind === "session";
  if (grant.inherit) return scope !== "admin";
  return grant.scopes.includes("admin") || grant.scopes.includes(scope);
}

/** Whether `who` holds a scope in a fleet, in one of its namespaces or outside them all. */
export function holdsIn(who: Knocker, scope: Scope, fleet: Slug, namespace?: string): boolean {
  if (levelOf(scope) === "instance" || !granted(who, scope)) return false;
  const owner = who.person
    ? who.person.admin || roleHolds(who.person.roles[fleet], scope)
    : who.fleet === fleet;
  if (!owner) return false;
  if (who.grant?.fleets && !who.grant.fleets.includes(fleet)) return false;
  if (!who.grant?.namespaces) return true;
  return (
    levelOf(scope) === "namespace" && namespace !== undefined && who.grant.namespaces.includes(namespace)
  );
}

const unbound = ({ grant }: Knocker) => !grant?.fleets && !grant?.namespaces;

function holdsSomewhere(who: Knocker, scope: Scope): boolean {
  if (levelOf(scope) === "instance") return who.person?.admin === true && unbound(who) && granted(who, scope);
  return slugs.some((slug) =>
    ["production", "staging", undefined].some((name) => holdsIn(who, scope, slug, name)),
  );
}

const manages = (who: Knocker) => who.kind === "session" || (who.grant?.scopes.includes("admin") ?? false);

export const isRoot = (who: Knocker) => who.person?.admin === true && unbound(who) && manages(who);

const runsInstance = (who: Knocker) =>
  isRoot(who) || (who.person?.admin === true && unbound(who) && who.grant?.inherit === true);

/** Whether the person or fleet behind `who` sees the fleet. */
export const sees = (who: Knocker, fleet: Slug) =>
  who.person ? who.person.admin || who.person.roles[fleet] !== undefined : who.fleet === fleet;

/** Whether the person or fleet behind `who` runs the fleet. */
export const runs = (who: Knocker, fleet: Slug) =>
  who.person ? who.person.admin || who.person.roles[fleet] === "admin" : who.fleet === fleet;

/** Whether `who` reaches the fleet at all. */
export const reachesFleet = (who: Knocker, fleet: Slug) =>
  sees(who, fleet) && (who.grant?.fleets?.includes(fleet) ?? true);

/** Whether `who` holds all that a member's role does in the fleet. */
export function holdsRole(who: Knocker, fleet: Slug, role: MemberRole): boolean {
  return catalog.every((entry) => !roleHolds(role, entry.name) || holdsIn(who, entry.name, fleet));
}

/** The answer before anything is known of ids: 401, 403 or null for "go on". */
export function atTheDoor(who: Knocker, action: Action): 401 | 403 | null {
  if (who.dead) return 401;
  const rule = policy[action];
  switch (rule.needs) {
    case "credentials":
      return null;
    case "session":
      return who.kind === "session" ? null : 403;
    case "tokens":
      return manages(who) ? null : 403;
    case "instance":
      return runsInstance(who) ? null : 403;
    case "session_or_instance":
      return who.kind === "session" || runsInstance(who) ? null : 403;
    case "instance_admin":
      return isRoot(who) ? null : 403;
    case "scope":
      return holdsSomewhere(who, rule.scope) ? null : 403;
    case "session_or_scope":
      return who.kind === "session" || holdsSomewhere(who, rule.scope) ? null : 403;
  }
}

/** The answer for something in a fleet: 404 for what is not seen, 403 for what is not held there. */
export function inFleet(who: Knocker, action: Action, fleet: Slug, namespace?: string): 403 | 404 | null {
  if (!sees(who, fleet)) return 404;
  if (!reachesFleet(who, fleet)) return 403;
  const rule = policy[action];
  if (rule.needs === "scope") return holdsIn(who, rule.scope, fleet, namespace) ? null : 403;
  if (rule.needs === "session_or_scope" && who.kind !== "session")
    return holdsIn(who, rule.scope, fleet) ? null : 403;
  return null;
}
