import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MemberRole, memberRoles, type Scope, scopeEntry, scopeNames } from "./catalog";
import { type Action, authorize, managesTokens, type Place, policy } from "./policy";
import type { Grant, Principal, TokenOwner, TokenPrincipal, UserRef } from "./principal";
import { type FleetStanding, rightsOfPerson, rightsOfToken } from "./rights";
import { whoami } from "./whoami";

const fleets = ["core", "edge", "labs"].map((slug) => ({ id: `id-${slug}`, slug, name: slug }));
const namespaces = fleets.flatMap(({ id }) => [
  { id: `${id}-production`, name: "production", fleet: id },
  { id: `${id}-staging`, name: "staging", fleet: id },
]);
const places: Place[] = fleets.flatMap((fleet) => [
  { fleet },
  ...namespaces
    .filter((namespace) => namespace.fleet === fleet.id)
    .map((namespace) => ({ fleet, namespace })),
]);
const scopeActions = Object.keys(policy) as Action[];

const user = (admin: boolean): UserRef => ({ id: "u", email: "u@example.org", name: "U", admin });

const standings = (roles: readonly (MemberRole | null)[], admin: boolean): FleetStanding[] =>
  fleets
    .map((fleet, i) => ({ ...fleet, role: roles[i] ?? null }))
    .filter((fleet) => admin || fleet.role !== null);

const grantOf = (part: Partial<Grant>): Grant => ({
  scopes: [],
  inherit: false,
  fleetIds: null,
  namespaceIds: null,
  allowedIps: null,
  expiresAt: null,
  ...part,
});

function token(grant: Grant, owner: TokenOwner, at: FleetStanding[]): TokenPrincipal {
  const names = new Map(
    namespaces.filter(({ id }) => grant.namespaceIds?.includes(id)).map(({ id, name }) => [id, name]),
  );
  const kind = owner.type === "user" ? "personal" : "fleet";
  return {
    kind: "token",
    seq: 1n,
    token: { id: "t", name: "t", kind, prefix: "cab_pat_abcdef", secretId: "s", ...grant },
    owner,
    ...rightsOfToken(grant, owner, at, names),
  };
}

const session = (person: UserRef, at: FleetStanding[]): Principal => ({
  kind: "session",
  seq: 1n,
  sessionId: "s",
  user: person,
  ...rightsOfPerson(person, at),
});

const may = (principal: Principal, action: Action, place?: Place) => {
  try {
    authorize(principal, action, place);
    return true;
  } catch {
    return false;
  }
};

const arbitraryGrant = fc.record({
  inherit: fc.boolean(),
  scopes: fc.subarray([...scopeNames]),
  fleetIds: fc.option(fc.subarray(fleets.map(({ id }) => id))),
  namespaceIds: fc.option(fc.subarray(namespaces.map(({ id }) => id))),
  allowedIps: fc.constant(null),
  expiresAt: fc.constant(null),
});
const arbitraryOwner = fc.record({
  admin: fc.boolean(),
  roles: fc.array(fc.option(fc.constantFrom(...memberRoles)), { minLength: 3, maxLength: 3 }),
});

describe("a token", () => {
  it("may do nothing that its owner may not do now", () => {
    let allowed = 0;
    fc.assert(
      fc.property(arbitraryGrant, arbitraryOwner, (grant, { admin, roles }) => {
        const person = user(admin);
        const at = standings(roles, admin);
        const owner = session(person, at);
        const principal = token(grant, { type: "user", user: person }, at);
        for (const { id, scopes } of principal.fleets) {
          const own = owner.fleets.find((fleet) => fleet.id === id);
          for (const scope of scopes) if (!own?.scopes.has(scope)) return false;
        }
        for (const scope of principal.instance) if (!owner.instance.has(scope)) return false;
        for (const action of scopeActions) {
          for (const place of [undefined, ...places]) {
            if (!may(principal, action, place)) continue;
            allowed += 1;
            if (!may(owner, action, place)) return false;
          }
        }
        return true;
      }),
      { numRuns: 1_000 },
    );
    // The law is not true for want of cases.
    expect(allowed).toBeGreaterThan(2_000);
  });

  it("may do nothing that was not granted", () => {
    fc.assert(
      fc.property(arbitraryGrant, arbitraryOwner, (grant, { admin, roles }) => {
        const principal = token(grant, { type: "user", user: user(admin) }, standings(roles, admin));
        const held = [...principal.instance, ...principal.fleets.flatMap((fleet) => [...fleet.scopes])];
        if (grant.inherit) return !held.includes("admin");
        return grant.scopes.includes("admin") || held.every((scope) => grant.scopes.includes(scope));
      }),
    );
  });

  it("of a fleet holds nothing elsewhere and nothing of the instance, whatever was granted", () => {
    fc.assert(
      fc.property(arbitraryGrant, (grant) => {
        const [core] = fleets;
        if (!core) return false;
        const at = fleets.map((fleet) => ({ ...fleet, role: null }));
        const principal = token({ ...grant, inherit: false }, { type: "fleet", fleet: core }, at);
        return (
          principal.instance.size === 0 &&
          principal.fleets.every((fleet) => fleet.id === core.id || fleet.scopes.size === 0) &&
          principal.fleets.every((fleet) => ![...fleet.scopes].some((scope) => scope.startsWith("users:")))
        );
      }),
    );
  });

  it("without scopes may do nothing, even for an instance admin", () => {
    const principal = token(grantOf({}), { type: "user", user: user(true) }, standings([], true));
    expect(principal.fleets.flatMap((fleet) => [...fleet.scopes])).toEqual([]);
    expect(principal.instance.size).toBe(0);
    expect(managesTokens(principal)).toBe(false);
  });

  it("bound to no fleet or namespace at all reaches none, not every one", () => {
    const owner: TokenOwner = { type: "user", user: user(true) };
    const at = standings([], true);
    const nowhere = token(grantOf({ scopes: ["admin"], fleetIds: [] }), owner, at);
    expect(nowhere.fleets).toEqual([]);
    expect(nowhere.instance.size).toBe(0);
    const inNone = token(grantOf({ scopes: ["admin"], fleetIds: ["id-core"], namespaceIds: [] }), owner, at);
    expect(places.filter((place) => may(inNone, "machines.list", place))).toEqual([]);
    expect(may(inNone, "machines.list")).toBe(false);
  });

  it("bound to fleets opens nothing of the instance; unbound it does", () => {
    const owner: TokenOwner = { type: "user", user: user(true) };
    const at = standings([], true);
    const scopes: Scope[] = ["admin", "users:write"];
    expect(token(grantOf({ scopes }), owner, at).instance).toEqual(new Set(["users:read", "users:write"]));
    expect(token(grantOf({ scopes, fleetIds: fleets.map(({ id }) => id) }), owner, at).instance.size).toBe(0);
    expect(
      token(grantOf({ scopes, namespaceIds: namespaces.map(({ id }) => id) }), owner, at).instance.size,
    ).toBe(0);
  });

  it("bound to namespaces opens nothing that stands outside one, nor shows that it would", () => {
    fc.assert(
      fc.property(fc.subarray([...scopeNames]), fc.boolean(), (scopes, inherit) => {
        const bound = ["id-core-production"];
        const principal = token(
          grantOf({ scopes, inherit, fleetIds: ["id-core"], namespaceIds: bound }),
          { type: "user", user: user(true) },
          standings(["admin"], true),
        );
        const opened = places.filter((place) =>
          scopeActions.some((action) => "scope" in policy[action] && may(principal, action, place)),
        );
        const shown = whoami(principal).fleets.flatMap((fleet) => fleet.scopes);
        return (
          opened.every((place) => bound.includes(place.namespace?.id ?? "")) &&
          !may(principal, "audit.list") &&
          shown.every((scope) => scopeEntry(scope).level === "namespace")
        );
      }),
    );
  });

  it("that inherits follows its owner's role up and down, but never manages tokens", () => {
    const scopesAs = (role: MemberRole) => {
      const person = user(false);
      const at = standings([role], false);
      const principal = token(grantOf({ inherit: true }), { type: "user", user: person }, at);
      expect(managesTokens(principal)).toBe(false);
      expect(principal.fleets[0]?.scopes.has("admin")).toBe(false);
      const own = new Set(session(person, at).fleets[0]?.scopes);
      own.delete("admin");
      expect(principal.fleets[0]?.scopes).toEqual(own);
      return own.size;
    };
    const sizes = [...memberRoles, ...[...memberRoles].reverse()].map(scopesAs);
    expect(sizes).toEqual([4, 8, 15, 19, 19, 15, 8, 4]);
  });

  it("with admin holds all that its owner does, and manages tokens", () => {
    fc.assert(
      fc.property(arbitraryOwner, ({ admin, roles }) => {
        const person = user(admin);
        const at = standings(roles, admin);
        const principal = token(grantOf({ scopes: ["admin"] }), { type: "user", user: person }, at);
        expect(principal.fleets).toEqual(session(person, at).fleets);
        expect(principal.instance).toEqual(session(person, at).instance);
        return managesTokens(principal);
      }),
    );
  });
});
