/** What a fleet's admins see and do: their fleet's own tokens, and other people's that reach it. */
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let root: Person;
/** Admin of core, viewer in edge. */
let ada: Person;
/** Deployer in both, and in a fleet of which Ada knows nothing. */
let bob: Person;
/** Admin of edge. */
let eve: Person;

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("edge", ["production"]);
  await api.fleet("dark", ["cellar"]);
  root = await api.person({ admin: true });
  ada = await api.person({ roles: { core: "admin", edge: "viewer" } });
  bob = await api.person({ roles: { core: "deployer", edge: "deployer", dark: "deployer" } });
  eve = await api.person({ roles: { edge: "admin" } });
});

interface Made {
  id: string;
  token: string;
}
const madeUp = "01900000-0000-7000-8000-000000000000";
const as = (who: Person | Made) => ("session" in who ? { session: who.session } : { token: who.token });
const list = (query: string, who: Person | Made) => call("GET", `/tokens?limit=200&${query}`, as(who));
const idsOf = (answer: { body: { data: { id: string }[] } }) =>
  new Set(answer.body.data.map((token) => token.id));
const use = async ({ token }: Made) => (await call("GET", "/whoami", { token })).status;
const memberOf = async (slug: string, userId: string) => ({
  fleetId_userId: { fleetId: (await db().fleet.findUniqueOrThrow({ where: { slug } })).id, userId },
});

describe("a list of what reaches a fleet", () => {
  it("holds the fleet's own tokens and every personal one that reaches it, and no other", async () => {
    const own = await api.token(ada, { kind: "fleet", fleet: "core" });
    const others = await api.token(eve, { kind: "fleet", fleet: "edge" });
    const reaching = [
      await api.token(bob),
      await api.token(bob, { fleets: ["core"] }),
      await api.token(bob, { fleets: ["dark", "core"] }),
      await api.token(bob, { scopes: undefined, inherit: true }),
      await api.token(ada),
      await api.token(root, { scopes: ["machines:read", "users:read"] }),
    ];
    const not = [
      await api.token(bob, { fleets: ["edge"] }),
      await api.token(bob, { fleets: ["dark"] }),
      await api.token(eve),
      await api.token(root, { scopes: ["users:read", "users:write"] }),
      others,
    ];
    const answer = await list("owner=all&fleet=core", ada);
    expect(answer.status).toBe(200);
    expect(idsOf(answer)).toEqual(new Set([own, ...reaching].map(({ id }) => id)));
    expect(answer.body.counts).toEqual({ active: 7, disabled: 0, expired: 0, revoked: 0 });
    expect(idsOf(await list("owner=all&fleet=core", root))).toEqual(idsOf(answer));
    expect(idsOf(await list("owner=all&fleet=core&kind=fleet", ada))).toEqual(new Set([own.id]));
    expect(idsOf(await list("owner=all&fleet=core&kind=personal", ada)).size).toBe(6);
    for (const { id } of reaching) expect((await call("GET", `/tokens/${id}`, as(ada))).status).toBe(200);
    const bytes = (await call("GET", `/tokens/${madeUp}`, as(ada))).body;
    for (const { id } of not) {
      const hidden = await call("GET", `/tokens/${id}`, as(ada));
      expect({ ...hidden.body, request_id: "" }).toEqual({ ...bytes, request_id: "" });
    }
  });

  it("names no fleet that its reader may not see", async () => {
    const token = await api.token(bob, { name: "named", fleets: ["dark", "edge", "core"] });
    const listed = (await list("owner=all&fleet=core&q=named", ada)).body.data[0];
    const shown = (await call("GET", `/tokens/${token.id}`, as(ada))).body;
    expect([listed.fleets, shown.fleets]).toEqual([
      ["core", "edge"],
      ["core", "edge"],
    ]);
    expect((await list("owner=all&fleet=core", ada)).text).not.toContain("dark");
    expect((await call("GET", `/tokens/${token.id}`, as(bob))).body.fleets).toEqual(["core", "dark", "edge"]);
    expect((await call("GET", `/tokens/${token.id}`, as(root))).body.fleets).toHaveLength(3);
  });

  it("loses a token when its owner leaves, is deactivated or keeps it out", async () => {
    const reads = async (id: string) => [
      idsOf(await list("owner=all&fleet=core", ada)).has(id),
      (await call("GET", `/tokens/${id}`, as(ada))).status,
    ];
    const guest = await api.person({ roles: { core: "viewer", edge: "viewer" } });
    const [left, narrowed] = [await api.token(guest), await api.token(bob)];
    expect([await reads(left.id), await reads(narrowed.id)]).toEqual([
      [true, 200],
      [true, 200],
    ]);
    await db().member.delete({ where: await memberOf("core", guest.id) });
    await call("PATCH", `/tokens/${narrowed.id}`, { ...as(bob), body: { fleets: ["edge"] } });
    expect([await reads(left.id), await reads(narrowed.id)]).toEqual([
      [false, 404],
      [false, 404],
    ]);
    const gone = await api.person({ roles: { core: "viewer" } });
    const last = await api.token(gone);
    await db().user.update({ where: { id: gone.id }, data: { deactivatedAt: new Date() } });
    expect(await reads(last.id)).toEqual([false, 404]);
  });
});

describe("others' tokens", () => {
  it.each([
    ["owner=all", () => bob, 403],
    ["owner=all", () => ada, 403],
    ["owner=all&fleet=core", () => bob, 403],
    ["owner=all&fleet=edge", () => ada, 403],
    ["kind=fleet&fleet=edge", () => ada, 403],
    ["kind=fleet&fleet=dark", () => ada, 422],
    ["owner=all&fleet=dark", () => ada, 422],
    ["owner=all&fleet=no-such", () => root, 422],
    ["owner=everybody", () => root, 422],
    [`owner=${madeUp}&kind=fleet`, () => root, 422],
    [`owner=${madeUp}`, () => ada, 403],
    [`owner=${madeUp}&fleet=core`, () => ada, 403],
    ["owner=all", () => root, 200],
    [`owner=${madeUp}`, () => root, 200],
    ["kind=fleet&fleet=edge", () => root, 200],
  ])("with ?%s are listed for those alone who may", async (query, who, status) => {
    expect((await list(query, who())).status).toBe(status);
  });

  it("are listed by person for instance admins, in a session or with an unbound admin token", async () => {
    const guest = await api.person({ roles: { edge: "viewer" } });
    const made = await api.token(guest);
    const unbound = await api.token(root, { scopes: ["admin"] });
    const bound = await api.token(root, { scopes: ["admin"], fleets: ["core", "edge", "dark"] });
    for (const who of [root, unbound])
      expect(idsOf(await list(`owner=${guest.id}`, who))).toEqual(new Set([made.id]));
    expect(idsOf(await list(`owner=${guest.id}&fleet=core`, root))).toEqual(new Set());
    expect((await list(`owner=${guest.id}`, bound)).status).toBe(403);
    expect((await list("owner=all", bound)).status).toBe(403);
    expect(idsOf(await list(`owner=${guest.id}`, guest))).toEqual(new Set([made.id]));
  });

  it("are only looked at by a fleet's admin: whatever would change them is 403", async () => {
    const token = await api.token(bob, { fleets: ["core"] });
    const before = (await call("GET", `/tokens/${token.id}`, as(bob))).text;
    const path = `/tokens/${token.id}`;
    for (const answer of [
      await call("PATCH", path, { ...as(ada), body: { enabled: false } }),
      await call("PATCH", path, { ...as(ada), body: { name: "mine" } }),
      await call("PATCH", path, { ...as(ada), body: { scopes: ["machines:read"] } }),
      await call("POST", `${path}/rotate`, { ...as(ada), body: {} }),
      await call("DELETE", path, as(ada)),
      await call("POST", "/tokens/revoke-all", { ...as(ada), body: { ids: [token.id] } }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([403, "not_yours"]);
    }
    expect((await call("GET", path, as(bob))).text).toBe(before);
    expect(await use(token)).toBe(200);
  });

  it("stay shut to a bound admin token, and to a fleet's own, of the same admin", async () => {
    const theirs = await api.token(bob, { fleets: ["core"] });
    const mine = await api.token(ada, { fleets: ["core"] });
    const bound = await api.token(ada, { scopes: ["admin"], fleets: ["core"] });
    const unbound = await api.token(ada, { scopes: ["admin"] });
    const service = await api.token(ada, { kind: "fleet", fleet: "core", scopes: ["admin"] });
    const seen = async (who: Made) => {
      const ids = idsOf(await list("owner=all&fleet=core", who));
      return [ids.has(theirs.id), ids.has(mine.id), ids.has(service.id)];
    };
    expect([await seen(unbound), await seen(bound), await seen(service)]).toEqual([
      [true, true, true],
      [false, true, true],
      [false, false, true],
    ]);
    const status = async (who: Made) => (await call("GET", `/tokens/${theirs.id}`, as(who))).status;
    expect([await status(unbound), await status(bound), await status(service)]).toEqual([200, 403, 404]);
  });
});

describe("a fleet's tokens", () => {
  it("are unknown to admins of other fleets", async () => {
    const made = await api.token(ada, { kind: "fleet", fleet: "core" });
    for (const answer of [
      await call("GET", `/tokens/${made.id}`, as(eve)),
      await call("PATCH", `/tokens/${made.id}`, { ...as(eve), body: { name: "x" } }),
      await call("POST", `/tokens/${made.id}/rotate`, { ...as(eve), body: {} }),
      await call("DELETE", `/tokens/${made.id}`, as(eve)),
      await call("POST", "/tokens/revoke-all", { ...as(eve), body: { ids: [made.id] } }),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect(await use(made)).toBe(200);
  });

  it("are made by the fleet's admins alone, and hold nothing of the instance", async () => {
    const make = (who: Person | Made, body: object = {}) =>
      call("POST", "/tokens", {
        ...as(who),
        body: { name: "service", kind: "fleet", fleet: "core", scopes: ["machines:read"], ...body },
      });
    expect((await make(bob)).status).toBe(403);
    expect((await make(eve)).status).toBe(422);
    expect((await make(await api.token(bob, { scopes: ["admin"] }))).status).toBe(403);
    expect((await make(await api.token(ada, { scopes: ["admin"] }))).status).toBe(201);
    for (const who of [ada, root]) {
      const refused = await make(who, { scopes: ["users:read"] });
      expect([refused.status, refused.body.code]).toEqual([403, "beyond_own_rights"]);
    }
    const bound = await make(ada, { namespaces: ["staging"] });
    expect(bound.body).toMatchObject({ fleets: ["core"], namespaces: ["staging"] });
    const admin = await make(root, { scopes: ["admin"] });
    const who = (await call("GET", "/whoami", { token: admin.body.token })).body.fleets;
    expect(who.map((fleet: { slug: string }) => fleet.slug)).toEqual(["core"]);
    expect(who[0].scopes).not.toContain("users:read");
  });

  it("work on when their maker is lowered, leaves or is deactivated, and say so until a present admin rotates", async () => {
    const maker = await api.person({ roles: { core: "admin", edge: "viewer" } });
    const made = await api.token(maker, { kind: "fleet", fleet: "core", scopes: ["machines:read", "admin"] });
    const flags = async () => (await call("GET", `/tokens/${made.id}`, as(ada))).body.flags;
    const where = await memberOf("core", maker.id);
    expect([await use(made), await flags()]).toEqual([200, []]);
    await db().member.update({ where, data: { role: "deployer" } });
    expect([await use(made), await flags()]).toEqual([200, ["seen_by_leaver"]]);
    await db().member.delete({ where });
    expect([await use(made), await flags()]).toEqual([200, ["seen_by_leaver"]]);
    await db().user.update({ where: { id: maker.id }, data: { deactivatedAt: new Date() } });
    expect([await use(made), await flags()]).toEqual([200, ["seen_by_leaver"]]);
    expect((await call("GET", "/fleets/core/machines", { token: made.token })).status).toBe(200);
    const rotated = await call("POST", `/tokens/${made.id}/rotate`, { ...as(ada), body: {} });
    expect([rotated.status, rotated.body.flags, await use(made), await use(rotated.body)]).toEqual([
      201,
      [],
      401,
      200,
    ]);
  });

  it("carry the flag while an old secret that a leaver saw still works", async () => {
    const maker = await api.person({ roles: { core: "admin" } });
    const made = await api.token(maker, { kind: "fleet", fleet: "core" });
    await call("POST", `/tokens/${made.id}/rotate`, { ...as(ada), body: {} });
    await db().member.delete({ where: await memberOf("core", maker.id) });
    const flags = async () => (await call("GET", `/tokens/${made.id}`, as(ada))).body.flags;
    expect(await flags()).toEqual([]);
    const old = { tokenId: made.id, endedAt: { not: null } };
    await db().secret.updateMany({
      where: old,
      data: { endedAt: null, endsAt: new Date(Date.now() + 60_000) },
    });
    expect(await flags()).toEqual(["seen_by_leaver"]);
    await api.database.asOwner(
      "UPDATE secrets SET ends_at = now() WHERE token_id = $1 AND ends_at IS NOT NULL",
      [made.id],
    );
    expect(await flags()).toEqual([]);
  });
});
