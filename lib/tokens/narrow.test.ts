/** PATCH makes a token's rights narrower, never wider. */
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("edge", ["production"]);
  await api.fleet("hidden");
  ada = await api.person({ roles: { core: "admin", edge: "deployer" } });
});

const patch = (id: string, body: unknown, as: { session?: string; token?: string } = ada) =>
  call("PATCH", `/tokens/${id}`, {
    ...(as.token ? { token: as.token } : { session: as.session ?? "" }),
    body,
  });
const look = async (id: string) => (await call("GET", `/tokens/${id}`, { session: ada.session })).body;
const paths = (answer: { body: { errors?: { path: string }[] } }) =>
  answer.body.errors?.map((error) => error.path);
const versionOf = async (id: string) =>
  (await db().token.findUniqueOrThrow({ where: { id }, select: { version: true } })).version;

describe("a narrower grant", () => {
  it.each<[string, object, object, object]>([
    ["fewer scopes", { scopes: ["machines:read", "audit:read"] }, { scopes: ["audit:read"] }, {}],
    [
      "explicit scopes instead of admin",
      { scopes: ["admin"] },
      { scopes: ["machines:write", "users:read"] },
      {},
    ],
    [
      "explicit scopes instead of inherit",
      { scopes: undefined, inherit: true },
      { scopes: ["machines:read"] },
      { inherit: false },
    ],
    ["one fleet instead of all", {}, { fleets: ["core"] }, {}],
    ["one fleet of two", { fleets: ["core", "edge"] }, { fleets: ["edge"] }, {}],
    ["a fleet and its namespaces", {}, { fleets: ["core"], namespaces: ["staging"] }, {}],
    ["namespaces of the one fleet", { fleets: ["core"] }, { namespaces: ["staging"] }, { fleets: ["core"] }],
    [
      "one namespace of two",
      { fleets: ["core"], namespaces: ["production", "staging"] },
      { namespaces: ["staging"] },
      { fleets: ["core"] },
    ],
    ["addresses", {}, { allowed_ips: ["10.1.0.0/16"] }, {}],
    ["fewer addresses", { allowed_ips: ["10.0.0.0/8"] }, { allowed_ips: ["10.1.0.0/16"] }, {}],
  ])("of %s is taken, and nothing else changes", async (_, made, change, also) => {
    const token = await api.token(ada, { scopes: ["machines:read"], ...made });
    const before = await look(token.id);
    const answer = await patch(token.id, change);
    expect([answer.status, answer.body]).toEqual([
      200,
      { ...before, ...change, ...also, updated_at: answer.body.updated_at },
    ]);
    expect(await look(token.id)).toEqual(answer.body);
  });

  it("names no scope of the instance where the reach is fleets, a fleet's own token included", async () => {
    for (const made of [
      { kind: "fleet", fleet: "core", scopes: ["admin"] },
      { fleets: ["core"], scopes: ["admin"] },
      { fleets: ["core"], scopes: undefined, inherit: true },
    ]) {
      const token = await api.token(ada, made);
      const answer = await patch(token.id, { scopes: ["machines:read", "users:write"] });
      expect([answer.status, answer.body.code, paths(answer)]).toEqual([403, "only_narrower", ["scopes"]]);
      expect((await patch(token.id, { scopes: ["machines:read"] })).status).toBe(200);
    }
  });

  it("counts from the next request on", async () => {
    const token = await api.token(ada, { scopes: ["machines:read", "namespaces:read"] });
    const fleets = async () =>
      (await call("GET", "/whoami", { token: token.token })).body.fleets.map(
        (fleet: { slug: string; scopes: string[] }) => [fleet.slug, fleet.scopes],
      );
    expect(await fleets()).toHaveLength(2);
    await patch(token.id, { fleets: ["edge"], scopes: ["machines:read"] });
    expect(await fleets()).toEqual([["edge", ["machines:read"]]]);
    expect((await call("GET", "/fleets/core/machines", { token: token.token })).status).toBe(403);
  });

  it("can be undone by nothing: not by widening, one by one or together", async () => {
    const token = await api.token(ada, {
      scopes: ["machines:read"],
      fleets: ["core"],
      namespaces: ["staging"],
      allowed_ips: ["10.0.0.0/8"],
    });
    const before = await look(token.id);
    for (const [change, path] of [
      [{ scopes: ["machines:read", "machines:write"] }, "scopes"],
      [{ scopes: ["admin"] }, "scopes"],
      [{ fleets: ["core", "edge"] }, "fleets"],
      [{ fleets: ["edge"] }, "fleets"],
      [{ fleets: null }, "fleets"],
      [{ namespaces: ["staging", "production"] }, "namespaces"],
      [{ namespaces: ["production"] }, "namespaces"],
      [{ namespaces: null }, "namespaces"],
      [{ allowed_ips: ["10.0.0.0/7"] }, "allowed_ips"],
      [{ allowed_ips: ["10.0.0.0/8", "::1"] }, "allowed_ips"],
      [{ allowed_ips: null }, "allowed_ips"],
    ] as const) {
      const answer = await patch(token.id, { name: "wider", ...change });
      expect([change, answer.status, answer.body.code, paths(answer)]).toEqual([
        change,
        403,
        "only_narrower",
        [path],
      ]);
    }
    const all = await patch(token.id, {
      scopes: ["admin"],
      fleets: null,
      namespaces: null,
      allowed_ips: null,
    });
    expect(paths(all)).toEqual(["scopes", "fleets", "namespaces", "allowed_ips"]);
    expect(await look(token.id)).toEqual(before);
  });

  it("of a token that inherits is never admin", async () => {
    const token = await api.token(ada, { scopes: undefined, inherit: true });
    const answer = await patch(token.id, { scopes: ["admin"] });
    expect([answer.status, paths(answer)]).toEqual([403, ["scopes"]]);
  });

  it("with namespaces needs exactly one fleet", async () => {
    const token = await api.token(ada);
    const answer = await patch(token.id, { namespaces: ["production"] });
    expect([answer.status, paths(answer)]).toEqual([422, ["namespaces"]]);
  });

  it("with a fleet that one may not see is as unknown as a made-up one", async () => {
    const token = await api.token(ada);
    const [hidden, madeUp] = [
      await patch(token.id, { fleets: ["hidden"] }),
      await patch(token.id, { fleets: ["absent"] }),
    ];
    expect([hidden.status, madeUp.status]).toEqual([422, 422]);
    expect(hidden.body.errors[0].message).toBe(madeUp.body.errors[0].message.replace("absent", "hidden"));
  });

  it("of a fleet's token is its admins' to make", async () => {
    const token = await api.token(ada, {
      kind: "fleet",
      fleet: "core",
      scopes: ["machines:read", "audit:read"],
    });
    const answer = await patch(token.id, { scopes: ["machines:read"], namespaces: ["staging"] });
    expect(answer.body).toMatchObject({
      scopes: ["machines:read"],
      fleets: ["core"],
      namespaces: ["staging"],
    });
    expect(paths(await patch(token.id, { fleets: ["edge"] }))).toEqual(["fleets"]);
  });
});

describe("an expiry", () => {
  it("moves either way in a session, and never is one", async () => {
    const token = await api.token(ada, { expires_in: "30d" });
    for (const at of ["2199-01-01T00:00:00.000Z", "2190-01-01T00:00:00.000Z", null]) {
      expect((await patch(token.id, { expires_at: at })).body.expires_at).toBe(at);
    }
  });

  it("set by a token is never past its own, and what it extends lies within it", async () => {
    const end = "2190-01-01T00:00:00.000Z";
    const past = "2190-01-01T00:00:01.000Z";
    const manager = await api.token(ada, {
      scopes: ["admin"],
      expires_at: end,
      allowed_ips: ["127.0.0.0/8"],
    });
    const token = await api.token(ada, { expires_in: "30d", allowed_ips: ["127.0.0.1"] });
    const wide = await api.token(ada, { expires_in: "30d" });
    const endless = await api.token(ada);
    for (const at of [past, null]) {
      const answer = await patch(token.id, { expires_at: at }, manager);
      expect([answer.status, answer.body.code, paths(answer)]).toEqual([
        403,
        "beyond_own_rights",
        ["expires_at"],
      ]);
    }
    expect((await patch(token.id, { expires_at: end }, manager)).status).toBe(200);
    expect((await patch(wide.id, { expires_at: end }, manager)).status).toBe(403);
    // Shorter is narrower, but not beyond its own end either.
    expect((await patch(endless.id, { expires_at: past }, manager)).status).toBe(403);
    expect((await patch(endless.id, { expires_at: end }, manager)).status).toBe(200);
    expect((await patch(manager.id, { expires_at: null }, manager)).status).toBe(403);
  });
});

describe("a change", () => {
  it("of consumer and rhythm is taken, and both can be taken back", async () => {
    const token = await api.token(ada);
    const set = await patch(token.id, { consumer: "https://vault.example/ci", rotate_every: "90d" });
    expect(set.body).toMatchObject({ consumer: "https://vault.example/ci", rotate_every: "90d" });
    expect(set.body.rotate_due_at).not.toBeNull();
    const unset = await patch(token.id, { consumer: "", rotate_every: null });
    expect(unset.body).toMatchObject({ consumer: "", rotate_every: null, rotate_due_at: null });
  });

  it("that changes nothing leaves version, time and log alone", async () => {
    const token = await api.token(ada, {
      name: "same",
      scopes: ["machines:read", "audit:read"],
      fleets: ["core", "edge"],
      allowed_ips: ["10.0.0.0/8", "::1"],
      expires_at: "2190-01-01T00:00:00Z",
      rotate_every: "90d",
    });
    const before = await look(token.id);
    const answer = await patch(token.id, {
      name: " same ",
      description: "",
      scopes: ["audit:read", "machines:read"],
      fleets: ["edge", "core"],
      namespaces: null,
      allowed_ips: ["::1", "10.9.9.9/8"],
      expires_at: "2190-01-01T01:00:00+01:00",
      rotate_every: "90d",
      enabled: true,
    });
    expect([answer.status, answer.body]).toEqual([200, before]);
    expect(await versionOf(token.id)).toBe(1);
    const log = await call("GET", `/audit?token=${token.id}&action=token.updated`, { session: ada.session });
    expect(log.body.data).toEqual([]);
  });

  it("of an expired token is 409 for all but its words", async () => {
    const token = await api.token(ada, { fleets: ["core"] });
    await api.database.asOwner("UPDATE tokens SET expires_at = now() WHERE id = $1", [token.id]);
    for (const body of [{ expires_at: null }, { consumer: "x" }, { scopes: ["machines:read"] }]) {
      const answer = await patch(token.id, body);
      expect([answer.status, answer.body.code]).toEqual([409, "token_expired"]);
    }
  });

  it("by an instance admin of another's rights or words is 403", async () => {
    const root = await api.person({ admin: true });
    const token = await api.token(ada);
    for (const body of [{ fleets: ["core"] }, { expires_at: null }, { consumer: "x", enabled: false }]) {
      const answer = await patch(token.id, body, root);
      expect([answer.status, answer.body.code]).toEqual([403, "not_yours"]);
    }
  });
});
