/** What somebody may do now: effective = the token's grant ∩ the owner's rights. Pure. */
import {
  expandScopes,
  fleetScopes,
  instanceScopes,
  type MemberRole,
  type Scope,
  scopeEntry,
  scopeNames,
  scopesOfMember,
} from "./catalog";
import type { FleetRights, Grant, TokenOwner, UserRef } from "./principal";

/** A fleet as its owner stands in it. */
export interface FleetStanding {
  id: string;
  slug: string;
  name: string;
  role: MemberRole | null;
}

export interface Effective {
  fleets: FleetRights[];
  sees: { id: string; slug: string; admin: boolean }[];
  instance: ReadonlySet<Scope>;
}

function personScopes(user: UserRef, role: MemberRole | null): readonly Scope[] {
  if (user.admin) return fleetScopes;
  return role === null ? [] : scopesOfMember(role);
}

/** @param standings the user's fleets; for an instance admin every fleet, `role` null where not a member. */
export function rightsOfPerson(user: UserRef, standings: readonly FleetStanding[]): Effective {
  return {
    fleets: standings.map((fleet) => ({
      ...fleet,
      scopes: new Set(personScopes(user, fleet.role)),
      namespaces: null,
    })),
    sees: standings.map((fleet) => ({
      id: fleet.id,
      slug: fleet.slug,
      admin: user.admin || fleet.role === "admin",
    })),
    instance: new Set(user.admin ? instanceScopes : []),
  };
}

function granted(grant: Grant): ReadonlySet<Scope> {
  // Everything but managing tokens, which is what `admin` stands for.
  if (grant.inherit) return new Set(scopeNames.filter((scope) => scope !== "admin"));
  return new Set(expandScopes(grant.scopes));
}

/**
 * @param standings the owner's fleets as they are now (see `rightsOfPerson`); for a fleet token its own fleet.
 * @param namespaces names by id of those namespaces of the grant that exist.
 */
export function rightsOfToken(
  grant: Grant,
  owner: TokenOwner,
  standings: readonly FleetStanding[],
  namespaces: ReadonlyMap<string, string>,
): Effective {
  const may = granted(grant);
  const reach = grant.fleetIds === null ? null : new Set(grant.fleetIds);
  const bound = grant.namespaceIds === null ? null : namespaces;
  // Bound to namespaces: what stands outside of one is not even shown as held.
  const opens = (scope: Scope) =>
    may.has(scope) && (bound === null || scopeEntry(scope).level === "namespace");
  const holds = (fleet: FleetStanding) =>
    owner.type === "user"
      ? personScopes(owner.user, fleet.role)
      : fleet.id === owner.fleet.id
        ? fleetScopes
        : [];
  const fleets = standings
    .filter((fleet) => reach === null || reach.has(fleet.id))
    .map((fleet) => ({
      ...fleet,
      scopes: new Set(holds(fleet).filter(opens)),
      namespaces: bound,
    }));
  const ofInstance = owner.type === "user" && owner.user.admin && reach === null && bound === null;
  const runs = (fleet: FleetStanding) => owner.type === "fleet" || owner.user.admin || fleet.role === "admin";
  return {
    fleets,
    sees: standings.map((fleet) => ({ id: fleet.id, slug: fleet.slug, admin: runs(fleet) })),
    instance: new Set(ofInstance ? instanceScopes.filter((scope) => may.has(scope)) : []),
  };
}
