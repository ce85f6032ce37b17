/** What a token may do follows its owner's rights, and ends at its own bounds. */
import { beforeAll, describe, expect, it } from "vitest";
import type { MemberRole } from "@/lib/access/catalog";
import { db } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let core: { id: string };
let ada: Person;

beforeAll(async () => {
  core = await api.fleet("core", ["production", "staging"]);
  await api.fleet("edge", ["production"]);
  ada = await api.person({ roles: { core: "viewer", edge: "admin" } });
});

const become = (role: MemberRole, person = ada) =>
  db().member.update({ where: { fleetId_userId: { fleetId: core.id, userId: person.id } }, data: { role } });
const register = async (token: string, namespace = "production", fleet = "core") =>
  (await call("POST", `/fleets/${fleet}/machines`, { token, body: { name: uuidv7(), namespace } })).status;

describe("a token that inherits", () => {
  it("follows its owner up and down, at the next request", async () => {
    const { token } = await api.token(ada, { scopes: undefined, inherit: true });
    const scopes = async () => {
      const { fleets } = (await call("GET", "/whoami", { token })).body;
      return fleets.find((fleet: { slug: string }) => fleet.slug === "core")?.scopes ?? [];
    };
    expect([await register(token), (await scopes()).includes("namespaces:write")]).toEqual([403, false]);
    await become("admin");
    expect([await register(token), (await scopes()).includes("namespaces:write")]).toEqual([201, true]);
    await become("viewer");
    expect([await register(token), (await scopes()).includes("namespaces:write")]).toEqual([403, false]);
  });

  it("never manages tokens, whoever owns it, its own included", async () => {
    const root = await api.person({ admin: true });
    for (const owner of [ada, root]) {
      const made = await api.token(owner, { scopes: undefined, inherit: true });
      const { token } = made;
      for (const answer of [
        await call("GET", "/tokens", { token }),
        await call("GET", "/tokens?owner=all&fleet=core", { token }),
        await call("GET", `/tokens/${made.id}`, { token }),
        await call("PATCH", `/tokens/${made.id}`, { token, body: { name: "x" } }),
        await call("DELETE", `/tokens/${made.id}`, { token }),
        await call("POST", `/tokens/${made.id}/rotate`, { token, body: {} }),
        await call("POST", `/tokens/${made.id}/ask-narrower`, { token, body: { fleet: "core" } }),
        await call("POST", "/tokens", { token, body: { name: "x", scopes: ["machines:read"] } }),
        await call("POST", "/tokens/revoke-all", { token, body: { kind: "personal" } }),
      ]) {
        expect([answer.status, answer.body.code]).toEqual([403, "insufficient_scope"]);
      }
      expect((await call("GET", "/whoami", { token })).status).toBe(200);
    }
  });
});

describe("a bound token", () => {
  it("to a namespace sees its machines alone, and opens nothing that stands outside one", async () => {
    const chief = await api.person({ roles: { core: "admin" } });
    const as = { session: chief.session };
    const machine = async (namespace: string) =>
      (await call("POST", "/fleets/core/machines", { ...as, body: { name: uuidv7(), namespace } })).body.id;
    const [inside, outside] = [await machine("staging"), await machine("production")];
    const { token } = await api.token(chief, {
      scopes: ["admin"],
      fleets: ["core"],
      namespaces: ["staging"],
    });
    const listed = (await call("GET", "/fleets/core/machines?limit=200", { token })).body.data;
    expect(listed.map((one: { id: string }) => one.id)).toEqual([inside]);
    const status = async (path: string) => (await call("GET", path, { token })).status;
    expect(await status(`/fleets/core/machines/${inside}`)).toBe(200);
    expect(await status(`/fleets/core/machines/${outside}`)).toBe(403);
    expect([await register(token, "staging"), await register(token, "production")]).toEqual([201, 403]);
    const { fleets } = (await call("GET", "/whoami", { token })).body;
    for (const scope of ["namespaces:read", "permissions:manage", "audit:read"])
      expect(fleets[0].scopes).not.toContain(scope);
    expect((await call("GET", "/audit", { token })).status).toBe(403);
  });

  it("to fleets opens nothing of the instance, even its owner's who runs it", async () => {
    const root = await api.person({ admin: true });
    const { token } = await api.token(root, { scopes: ["admin"], fleets: ["core", "edge"] });
    const bob = await api.person({ roles: { core: "viewer" } });
    const theirs = await api.token(bob);
    expect((await call("GET", "/tokens?owner=all", { token })).status).toBe(403);
    expect((await call("DELETE", `/tokens/${theirs.id}`, { token })).status).toBe(403);
    expect((await call("POST", "/tokens/revoke-all", { token, body: { owner: bob.id } })).status).toBe(403);
    expect((await call("GET", "/whoami", { token: theirs.token })).status).toBe(200);
  });
});
