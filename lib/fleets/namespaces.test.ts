import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { type Answer, type CallOptions, call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;
let vera: Person;
let eve: Person;

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("other", ["secretly"]);
  ada = await api.person({ roles: { core: "admin" } });
  vera = await api.person({ roles: { core: "viewer" } });
  eve = await api.person({ roles: { other: "admin" } });
});

const as = (person: Person): CallOptions => ({ session: person.session });
const at = "/fleets/core/namespaces";
const add = (name: unknown, options = as(ada)) => call("POST", at, { ...options, body: { name } });
const bytes = (answer: Answer) => answer.text.replace(answer.headers.get("x-request-id") ?? "none", "ID");
const names = (answer: Answer) => answer.body.data.map((row: { name: string }) => row.name);

describe("namespaces", () => {
  it("are added, listed with what stands in them, and removed when empty", async () => {
    const made = await add("edge");
    expect([made.status, made.body]).toMatchObject([201, { name: "edge", machines: 0 }]);
    expect((await add("edge")).body.code).toBe("name_taken");
    const machine = await call("POST", "/fleets/core/machines", {
      ...as(ada),
      body: { name: "web", namespace: "edge" },
    });
    const listed = (await call("GET", at, as(vera))).body.data;
    expect(listed.map((row: { name: string; machines: number }) => [row.name, row.machines])).toEqual([
      ["edge", 1],
      ["production", 0],
      ["staging", 0],
    ]);
    const refused = await call("DELETE", `${at}/edge`, as(ada));
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
      409,
      "still_in_use",
      "1 machine stands in core/edge. Move or deregister them first.",
    ]);
    await call("DELETE", `/fleets/core/machines/${machine.body.id}`, as(ada));
    expect((await call("DELETE", `${at}/edge`, as(ada))).status).toBe(204);
    expect((await call("DELETE", `${at}/edge`, as(ada))).status).toBe(404);
    const log = await db().auditEvent.findMany({ where: { namespace: "edge", subjectType: "namespace" } });
    expect(log.map(({ action, fleet, changes }) => [action, fleet, changes])).toEqual([
      ["namespace.created", "core", { before: null, after: { name: "edge" } }],
      ["namespace.removed", "core", { before: { name: "edge" }, after: null }],
    ]);
  });

  it("are paged and searched by name", async () => {
    const first = await call("GET", `${at}?limit=1`, as(vera));
    expect(names(first)).toEqual(["production"]);
    const next = await call("GET", `${at}?limit=1&cursor=${first.body.next_cursor}`, as(vera));
    expect([names(next), next.body.next_cursor]).toEqual([["staging"], null]);
    expect(names(await call("GET", `${at}?q=STAG`, as(vera)))).toEqual(["staging"]);
  });

  it.each(["Prod", "-a", "", "a".repeat(64), 7])("are not called %j", async (name) => {
    expect((await add(name)).status).toBe(422);
  });

  it("show how many machines there are only to who may see machines", async () => {
    const { token } = await api.token(ada, { scopes: ["namespaces:read", "namespaces:write"] });
    await call("POST", "/fleets/core/machines", {
      ...as(ada),
      body: { name: "db", namespace: "production" },
    });
    expect((await call("GET", at, { token })).body.data[0]).toMatchObject({
      name: "production",
      machines: null,
    });
    const refused = await call("DELETE", `${at}/production`, { token });
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringMatching(/^Machines stand/)]);
  });

  it("are added and removed by who holds namespaces:write there, fleet-wide", async () => {
    const bound = await api.token(ada, { scopes: ["admin"], fleets: ["core"], namespaces: ["staging"] });
    const reader = await api.token(ada, { scopes: ["namespaces:read"] });
    for (const options of [as(vera), { token: bound.token }, { token: reader.token }]) {
      expect((await add("more", options)).status).toBe(403);
      expect((await call("DELETE", `${at}/staging`, options)).status).toBe(403);
    }
    expect((await call("GET", at, { token: bound.token })).status).toBe(403);
    expect((await call("GET", at, { token: reader.token })).status).toBe(200);
    expect((await call("DELETE", `${at}/nowhere`, as(ada))).status).toBe(404);
    expect((await call("DELETE", `${at}/%00`, as(ada))).status).toBe(404);
  });

  it("follow a role up and down: an inheriting token adds one from the next request on, and then no more", async () => {
    const mona = await api.person({ roles: { core: "deployer" } });
    const { token } = await api.token(mona, { inherit: true });
    const tryIt = async (name: string) =>
      (await call("POST", "/fleets/core/namespaces", { token, body: { name } })).status;
    const become = (role: string) =>
      call("PATCH", `/fleets/core/members/${mona.id}`, { session: ada.session, body: { role } });
    expect(await tryIt("up-1")).toBe(403);
    await become("admin");
    expect(await tryIt("up-2")).toBe(201);
    expect((await call("GET", "/tokens", { token })).status).toBe(403);
    await become("viewer");
    expect(await tryIt("up-3")).toBe(403);
  });

  it("of a fleet that one may not see answer like those of a made-up one", async () => {
    const ask = async (slug: string) => {
      const base = `/fleets/${slug}/namespaces`;
      const answers = [
        await call("GET", base, as(eve)),
        await call("POST", base, { ...as(eve), body: { name: "staging" } }),
        await call("DELETE", `${base}/staging`, as(eve)),
      ];
      return answers.map((answer) => [answer.status, bytes(answer)]);
    };
    const foreign = await ask("core");
    expect(foreign).toEqual(await ask("made-up"));
    expect(foreign.map(([status]) => status)).toEqual([404, 404, 404]);
  });

  it("lose no machine to one who removes while another registers", async () => {
    for (let round = 0; round < 4; round++) {
      await add("brief");
      const [registered, removed] = await Promise.all([
        call("POST", "/fleets/core/machines", {
          ...as(ada),
          body: { name: `m${round}`, namespace: "brief" },
        }),
        call("DELETE", `${at}/brief`, as(ada)),
      ]);
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([registered.status, removed.status]);
      if (registered.status === 201)
        await call("DELETE", `/fleets/core/machines/${registered.body.id}`, as(ada));
    }
  });
});
