import { describe, expect, it } from "vitest";
import {
  catalog,
  expandScopes,
  fleetScopes,
  instanceScopes,
  memberRoles,
  roles,
  scopeNames,
  scopesOfMember,
  scopesOfRole,
  tokenRoles,
} from "./catalog";

const viewer = ["configs:read", "deployments:read", "machines:read", "namespaces:read"];
const ops = [...viewer, "commands:execute", "files:read", "schedules:manage", "secrets:read"];
const deployer = [
  ...ops,
  "agent:invoke",
  "approvals:request",
  "configs:write",
  "deployments:write",
  "files:write",
  "machines:write",
  "secrets:write",
];
const cicd = [
  "approvals:request",
  "configs:read",
  "deployments:read",
  "deployments:write",
  "namespaces:read",
];
const all = [
  ...deployer,
  "admin",
  "audit:read",
  "namespaces:write",
  "permissions:manage",
  "tokens:introspect",
  "users:read",
  "users:write",
];

const sorted = (list: readonly string[]) => [...list].sort();

describe("the catalogue", () => {
  it("holds the contract's scopes, each once", () => {
    expect(sorted(scopeNames)).toEqual(sorted(all));
  });

  it("gives the users to the instance, and what is wider than a namespace to the fleet", () => {
    const at = (level: string) => sorted(catalog.filter((entry) => entry.level === level).map((e) => e.name));
    expect(at("instance")).toEqual(["users:read", "users:write"]);
    expect(at("fleet")).toEqual([
      "admin",
      "audit:read",
      "namespaces:read",
      "namespaces:write",
      "permissions:manage",
      "tokens:introspect",
    ]);
    expect(sorted([...fleetScopes, ...instanceScopes])).toEqual(sorted(all));
  });
});

describe("roles", () => {
  it.each([
    ["viewer", viewer],
    ["ops", ops],
    ["deployer", deployer],
    ["cicd", cicd],
    ["admin", ["admin"]],
  ] as const)("%s expands to what the contract says", (role, scopes) => {
    expect(sorted(scopesOfRole(role))).toEqual(sorted(scopes));
    expect(roles.find((entry) => entry.name === role)?.scopes).toEqual(scopesOfRole(role));
  });

  it("of members are the four, and cicd is for tokens only", () => {
    expect(memberRoles).toEqual(["viewer", "ops", "deployer", "admin"]);
    expect(roles.filter((role) => !role.members).map((role) => role.name)).toEqual(["cicd"]);
    expect(sorted(tokenRoles)).toEqual(sorted([...memberRoles, "cicd"]));
  });

  it("give a member just that, and a fleet's admin everything but the instance", () => {
    expect(sorted(scopesOfMember("deployer"))).toEqual(sorted(deployer));
    expect(sorted(scopesOfMember("admin"))).toEqual(
      sorted(all.filter((scope) => !scope.startsWith("users:"))),
    );
  });

  it("expand no scope but admin", () => {
    expect(expandScopes([])).toEqual([]);
    expect(expandScopes(["machines:read"])).toEqual(["machines:read"]);
    expect(sorted(expandScopes(["machines:read", "admin"]))).toEqual(sorted(all));
  });
});
