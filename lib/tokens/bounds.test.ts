/** What a token with `admin` may do with tokens: its owner's, and nothing that goes beyond itself. */
import { beforeAll, describe, expect, it } from "vitest";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;
let root: Person;
let others: { id: string; token: string };

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("edge", ["production"]);
  ada = await api.person({ roles: { core: "admin", edge: "deployer" } });
  root = await api.person({ admin: true });
  const eve = await api.person({ roles: { edge: "deployer" } });
  others = await api.token(eve);
});

interface Made {
  id: string;
  token: string;
}

const admin = (body: Record<string, unknown> = {}, person = ada): Promise<Made> =>
  api.token(person, { name: "manager", scopes: ["admin"], ...body });
const create = (token: string, body: Record<string, unknown>, ip?: string) =>
  call("POST", "/tokens", {
    token,
    ...(ip ? { ip } : {}),
    body: { name: "made", scopes: ["machines:read"], ...body },
  });
const use = async (token: string) => (await call("GET", "/whoami", { token })).status;
const paths = (answer: { body: { errors?: { path: string }[] } }) =>
  answer.body.errors?.map((error) => error.path);

describe("a token with admin", () => {
  it("manages its owner's tokens: creates, sees, pauses, resumes, rotates, revokes", async () => {
    const manager = await admin();
    const made = await create(manager.token, { scopes: ["machines:write", "audit:read"] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      owner: { type: "user", id: ada.id },
      created_by: { type: "token", id: manager.id, name: "manager" },
    });
    const own = { token: manager.token };
    const address = `/tokens/${made.body.id}`;
    expect((await call("GET", address, own)).status).toBe(200);
    expect((await call("PATCH", address, { ...own, body: { name: "renamed", enabled: false } })).status).toBe(
      200,
    );
    expect(await use(made.body.token)).toBe(401);
    expect((await call("PATCH", address, { ...own, body: { enabled: true } })).status).toBe(200);
    const rotated = await call("POST", `${address}/rotate`, { ...own, body: {} });
    expect([rotated.status, await use(made.body.token), await use(rotated.body.token)]).toEqual([
      201, 401, 200,
    ]);
    expect((await call("GET", "/tokens", own)).body.data.map((token: Made) => token.id)).toContain(
      made.body.id,
    );
    expect((await call("DELETE", address, own)).status).toBe(204);
    expect(await use(rotated.body.token)).toBe(401);
  });

  it("knows nothing of others' tokens", async () => {
    const own = { token: (await admin()).token };
    const madeUp = await call("GET", "/tokens/01900000-0000-7000-8000-000000000000", own);
    for (const answer of [
      await call("GET", `/tokens/${others.id}`, own),
      await call("DELETE", `/tokens/${others.id}`, own),
      await call("PATCH", `/tokens/${others.id}`, { ...own, body: { enabled: false } }),
      await call("POST", `/tokens/${others.id}/rotate`, { ...own, body: {} }),
    ]) {
      expect([answer.status, answer.body.detail]).toEqual([404, madeUp.body.detail]);
    }
    expect((await call("GET", "/tokens?status=all&limit=200", own)).text).not.toContain(others.id);
    expect(await use(others.token)).toBe(200);
  });

  it("gives no more than its owner holds", async () => {
    const { token } = await admin();
    expect((await create(token, { scopes: ["users:read"] })).status).toBe(403);
    expect((await create(token, { scopes: ["permissions:manage"], fleets: ["edge"] })).status).toBe(403);
    expect((await create(token, { kind: "fleet", fleet: "edge" })).status).toBe(403);
    expect((await create(token, { kind: "fleet", fleet: "core" })).status).toBe(201);
  });

  it("may rotate and revoke itself", async () => {
    const manager = await admin();
    const rotated = await call("POST", `/tokens/${manager.id}/rotate`, { token: manager.token, body: {} });
    expect([rotated.status, await use(manager.token)]).toEqual([201, 401]);
    expect((await call("DELETE", `/tokens/${manager.id}`, { token: rotated.body.token })).status).toBe(204);
    expect(await use(rotated.body.token)).toBe(401);
  });

  it("of an instance admin stops others' tokens when unbound, and knows not to when bound", async () => {
    const eve = await api.person({ roles: { core: "deployer" } });
    const target = await api.token(eve);
    const bound = await admin({ fleets: ["core", "edge"] }, root);
    const unbound = await admin({}, root);
    const pause = (token: string) =>
      call("PATCH", `/tokens/${target.id}`, { token, body: { enabled: false } });
    expect((await pause(bound.token)).status).toBe(403);
    expect((await call("GET", `/tokens/${target.id}`, { token: bound.token })).status).toBe(403);
    expect(await use(target.token)).toBe(200);
    expect((await pause(unbound.token)).status).toBe(200);
    expect(
      (await call("POST", `/tokens/${target.id}/rotate`, { token: unbound.token, body: {} })).status,
    ).toBe(403);
    expect(await use(target.token)).toBe(401);
  });
});

describe("a token with admin that is bound", () => {
  const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
  const later = () => new Date(Date.now() + 2 * 86_400_000).toISOString();

  it.each<
    [
      string,
      () => Record<string, unknown>,
      () => Record<string, unknown>,
      () => Record<string, unknown>,
      string,
    ]
  >([
    ["to a fleet", () => ({ fleets: ["core"] }), () => ({ fleets: ["core"] }), () => ({}), "fleets"],
    [
      "to one fleet of two",
      () => ({ fleets: ["core"] }),
      () => ({ fleets: ["core"] }),
      () => ({ fleets: ["core", "edge"] }),
      "fleets",
    ],
    [
      "to a namespace",
      () => ({ fleets: ["core"], namespaces: ["staging"] }),
      () => ({ fleets: ["core"], namespaces: ["staging"] }),
      () => ({ fleets: ["core"] }),
      "fleets",
    ],
    [
      "to one namespace of two",
      () => ({ fleets: ["core"], namespaces: ["staging"] }),
      () => ({ fleets: ["core"], namespaces: ["staging"] }),
      () => ({ fleets: ["core"], namespaces: ["staging", "production"] }),
      "fleets",
    ],
    [
      "to addresses",
      () => ({ allowed_ips: ["10.0.0.0/8"] }),
      () => ({ allowed_ips: ["10.1.0.0/16"] }),
      () => ({}),
      "allowed_ips",
    ],
    [
      "to addresses, wider",
      () => ({ allowed_ips: ["10.0.0.0/8"] }),
      () => ({ allowed_ips: ["10.0.0.0/8"] }),
      () => ({ allowed_ips: ["10.0.0.0/8", "192.0.2.1"] }),
      "allowed_ips",
    ],
    ["to a time", () => ({ expires_at: tomorrow() }), () => ({ expires_in: "1h" }), () => ({}), "expires_at"],
    [
      "to a time, later",
      () => ({ expires_at: tomorrow() }),
      () => ({ expires_in: "1h" }),
      () => ({ expires_at: later() }),
      "expires_at",
    ],
  ])("%s gives, rotates and resumes nothing beyond it", async (_, bound, within, beyond, path) => {
    const manager = await admin(bound());
    const ip = "10.9.9.9";
    const good = await create(manager.token, within(), ip);
    expect([good.status, good.text.slice(0, 400)]).toEqual([201, expect.anything()]);
    const bad = await create(manager.token, beyond(), ip);
    expect([bad.status, bad.body.code, paths(bad)]).toEqual([403, "beyond_own_rights", [path]]);

    const wide = await api.token(ada, beyond());
    const pause = { session: ada.session, body: { enabled: false } };
    await call("PATCH", `/tokens/${wide.id}`, pause);
    const before = (await call("GET", `/tokens/${wide.id}`, { session: ada.session })).text;
    const own = { token: manager.token, ip };
    expect((await call("POST", `/tokens/${wide.id}/rotate`, { ...own, body: {} })).status).toBe(403);
    expect((await call("PATCH", `/tokens/${wide.id}`, { ...own, body: { enabled: true } })).status).toBe(403);
    expect((await call("GET", `/tokens/${wide.id}`, { session: ada.session })).text).toBe(before);

    const rotated = await call("POST", `/tokens/${good.body.id}/rotate`, { ...own, body: {} });
    expect(rotated.status).toBe(201);
  });

  it("to a fleet sees, revokes and ends in bulk only what lies within it", async () => {
    const me = await api.person({ roles: { core: "admin", edge: "admin" } });
    const manager = await admin({ fleets: ["core"] }, me);
    const inside = await api.token(me, { fleets: ["core"] });
    const outside = await api.token(me, { fleets: ["edge"] });
    const everywhere = await api.token(me);
    const own = { token: manager.token };
    const seen = (await call("GET", "/tokens?status=all", own)).body;
    expect(new Set(seen.data.map((token: Made) => token.id))).toEqual(new Set([manager.id, inside.id]));
    expect(seen.counts.active).toBe(2);
    for (const { id } of [outside, everywhere]) {
      // Its owner may see them, so this is a 403 and no 404.
      expect((await call("GET", `/tokens/${id}`, own)).status).toBe(403);
      expect((await call("DELETE", `/tokens/${id}`, own)).status).toBe(403);
    }
    const dry = await call("POST", "/tokens/revoke-all", {
      ...own,
      body: { kind: "personal", dry_run: true },
    });
    expect(dry.body).toEqual({ revoked: 2 });
    await call("POST", "/tokens/revoke-all", { ...own, body: { kind: "personal" } });
    expect(await Promise.all([manager, inside, outside, everywhere].map(({ token }) => use(token)))).toEqual([
      401, 401, 200, 200,
    ]);
  });

  it("to a fleet makes fleet tokens there and nowhere else", async () => {
    const me = await api.person({ roles: { core: "admin", edge: "admin" } });
    const manager = await admin({ fleets: ["core"] }, me);
    expect((await create(manager.token, { kind: "fleet", fleet: "core" })).status).toBe(201);
    expect((await create(manager.token, { kind: "fleet", fleet: "edge" })).status).toBe(403);
  });
});

describe("a fleet's token with admin", () => {
  it("manages that fleet's tokens and nobody's personal ones", async () => {
    const manager = await admin({ kind: "fleet", fleet: "core" });
    const made = await create(manager.token, { kind: "fleet", fleet: "core", scopes: ["audit:read"] });
    expect(made.status).toBe(201);
    expect((await call("DELETE", `/tokens/${made.body.id}`, { token: manager.token })).status).toBe(204);
    expect((await create(manager.token, {})).status).toBe(422);
    expect((await create(manager.token, { kind: "fleet", fleet: "edge" })).status).toBe(422);
    expect(
      (await create(manager.token, { kind: "fleet", fleet: "core", scopes: ["users:read"] })).status,
    ).toBe(403);
    const personal = await api.token(ada);
    expect((await call("DELETE", `/tokens/${personal.id}`, { token: manager.token })).status).toBe(404);
    const all = { token: manager.token, body: { kind: "personal" } };
    expect((await call("POST", "/tokens/revoke-all", all)).status).toBe(403);
    expect(await use(personal.token)).toBe(200);
  });
});
