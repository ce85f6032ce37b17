/** Revoking and pausing many tokens at once: whose, by whom, all or none. */
import { beforeAll, describe, expect, it } from "vitest";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let root: Person;
let ada: Person;

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("edge");
  root = await api.person({ admin: true });
  ada = await api.person({ roles: { core: "admin", edge: "viewer" } });
});

interface Made {
  id: string;
  token: string;
}
const as = (who: Person | Made) => ("session" in who ? { session: who.session } : { token: who.token });
const revokeAll = (body: object, who: Person | Made) =>
  call("POST", "/tokens/revoke-all", { ...as(who), body });
const uses = (tokens: readonly Made[]) =>
  Promise.all(tokens.map(async ({ token }) => (await call("GET", "/whoami", { token })).status));
const fleetToken = (body: object = {}) => api.token(ada, { kind: "fleet", fleet: "core", ...body });

describe("a person's and a fleet's tokens", () => {
  it("are revoked independently of each other", async () => {
    const [mine, service] = [await api.token(ada), await fleetToken()];
    expect((await revokeAll({ kind: "personal" }, ada)).body).toEqual({ revoked: 1 });
    expect(await uses([mine, service])).toEqual([401, 200]);
    const again = await api.token(ada);
    const body = { kind: "fleet", fleet: "core", reason: "a leak" };
    expect((await revokeAll({ ...body, dry_run: true }, ada)).body).toEqual({ revoked: 1 });
    expect(await uses([service])).toEqual([200]);
    expect((await revokeAll(body, ada)).body).toEqual({ revoked: 1 });
    expect(await uses([again, service])).toEqual([200, 401]);
    const log = await call("GET", `/audit?token=${service.id}&action=token.revoked`, as(ada));
    expect(log.body.data[0]).toMatchObject({ fleet: "core", reason: "a leak", batch_id: expect.any(String) });
  });

  it.each([
    [{}, 422],
    [{ kind: "personal", ids: ["01900000-0000-7000-8000-000000000000"] }, 422],
    [{ kind: "fleet" }, 422],
    [{ kind: "personal", fleet: "core" }, 422],
    [{ fleet: "core" }, 422],
    [{ ids: [] }, 422],
    [{ ids: ["x"] }, 422],
    [{ ids: Array.from({ length: 1001 }, () => crypto.randomUUID()) }, 422],
    [{ kind: "fleet", fleet: "no-such" }, 422],
    [{ kind: "fleet", fleet: "edge" }, 403],
    [{ owner: "01900000-0000-7000-8000-000000000000" }, 403],
  ])("meant as %j are refused with %i", async (body, status) => {
    const kept = [await api.token(ada), await fleetToken()];
    expect((await revokeAll(body, ada)).status).toBe(status);
    expect(await uses(kept)).toEqual([200, 200]);
  });

  it("of another person are an instance admin's to stop, without the fleets'", async () => {
    const bob = await api.person({ roles: { core: "admin" } });
    const mine = await api.token(bob);
    const service = await api.token(bob, { kind: "fleet", fleet: "core" });
    expect((await revokeAll({ owner: bob.id }, ada)).status).toBe(403);
    const bound = await api.token(root, { scopes: ["admin"], fleets: ["core"] });
    expect((await revokeAll({ owner: bob.id }, bound)).status).toBe(403);
    expect(await uses([mine])).toEqual([200]);
    const paused = await call("POST", "/tokens/pause-all", { ...as(root), body: { owner: bob.id } });
    expect([paused.body, await uses([mine, service])]).toEqual([{ paused: 1 }, [401, 200]]);
    expect((await revokeAll({ owner: bob.id, reason: "left" }, root)).body).toEqual({ revoked: 1 });
    expect((await call("GET", `/tokens/${mine.id}`, as(bob))).body).toMatchObject({
      status: "revoked",
      revoke_reason: "left",
      revoked_by: { id: root.id },
    });
    const unknown = await revokeAll({ owner: "01900000-0000-7000-8000-000000000000" }, root);
    expect(unknown.status).toBe(422);
  });
});

describe("tokens named by their ids", () => {
  it("are revoked together under one batch id, own and fleet's alike", async () => {
    const [mine, service, kept] = [await api.token(ada), await fleetToken(), await api.token(ada)];
    expect((await revokeAll({ ids: [mine.id, service.id] }, ada)).body).toEqual({ revoked: 2 });
    expect(await uses([mine, service, kept])).toEqual([401, 401, 200]);
    const log = await call("GET", "/audit?action=token.revoked&limit=2", as(ada));
    expect(new Set(log.body.data.map((entry: { batch_id: string }) => entry.batch_id)).size).toBe(1);
    expect((await revokeAll({ ids: [mine.id, service.id, kept.id] }, ada)).body).toEqual({ revoked: 1 });
  });

  it("are left alone, all of them, when one is foreign or made up: 404 either way", async () => {
    const mine = await api.token(ada);
    const foreign = await api.token(await api.person({ roles: { edge: "viewer" } }));
    const madeUp = await revokeAll({ ids: [mine.id, "01900000-0000-7000-8000-000000000000"] }, ada);
    for (const dry of [false, true]) {
      const answer = await revokeAll({ ids: [mine.id, foreign.id], dry_run: dry }, ada);
      expect([answer.status, { ...answer.body, request_id: "" }]).toEqual([
        404,
        { ...madeUp.body, request_id: "" },
      ]);
    }
    expect(await uses([mine, foreign])).toEqual([200, 200]);
  });
});

describe("a bound admin token", () => {
  it("stops only what lies within its reach", async () => {
    const manager = await fleetToken({ scopes: ["admin"], namespaces: ["staging"] });
    const [inside, outside] = [await fleetToken({ namespaces: ["staging"] }), await fleetToken()];
    expect((await revokeAll({ ids: [inside.id, outside.id] }, manager)).status).toBe(403);
    const body = { kind: "fleet", fleet: "core" };
    const seen = await call("GET", "/tokens?kind=fleet&fleet=core", as(manager));
    expect((await revokeAll({ ...body, dry_run: true }, manager)).body.revoked).toBe(seen.body.data.length);
    await revokeAll(body, manager);
    expect(await uses([inside, outside, manager])).toEqual([401, 200, 401]);
    const elsewhere = await api.token(ada, { scopes: ["admin"], fleets: ["edge"] });
    expect((await revokeAll(body, elsewhere)).status).toBe(403);
    expect(await uses([outside])).toEqual([200]);
  });
});
