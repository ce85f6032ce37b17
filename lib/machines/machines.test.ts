import { beforeAll, describe, expect, it } from "vitest";
import { uuidv7 } from "@/lib/database/uuid";
import { type Answer, type CallOptions, call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;
let vera: Person;
let eve: Person;
let bound: { token: string };

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("other");
  ada = await api.person({ roles: { core: "deployer" } });
  vera = await api.person({ roles: { core: "viewer" } });
  eve = await api.person({ roles: { other: "deployer" } });
  bound = await api.token(ada, {
    scopes: ["machines:read", "machines:write"],
    fleets: ["core"],
    namespaces: ["staging"],
  });
});

const as = (person: Person): CallOptions => ({ session: person.session });
const machines = "/fleets/core/machines";
let count = 0;
const register = (body: Record<string, unknown> = {}, options: CallOptions = as(ada), fleet = "core") =>
  call("POST", `/fleets/${fleet}/machines`, {
    ...options,
    body: { name: `m${++count}`, namespace: "production", ...body },
  });
const bytes = (answer: Answer) => answer.text.replace(answer.headers.get("x-request-id") ?? "none", "ID");
const names = (answer: Answer) => answer.body.data.map((machine: { name: string }) => machine.name);

describe("a deployer", () => {
  it("registers, sees, changes, moves and deregisters machines", async () => {
    const made = await register({ name: "web-1", hostname: "web-1.example.org", tags: ["web", "eu"] });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: "web-1",
      namespace: "production",
      hostname: "web-1.example.org",
      tags: ["web", "eu"],
    });
    const address = `${machines}/${made.body.id}`;
    expect((await call("GET", address, as(ada))).body).toEqual(made.body);
    const moved = await call("PATCH", address, {
      ...as(ada),
      body: { namespace: "staging", tags: [], hostname: null },
    });
    expect(moved.body).toEqual({
      ...made.body,
      namespace: "staging",
      tags: [],
      hostname: null,
      updated_at: moved.body.updated_at,
    });
    expect((await call("DELETE", address, as(ada))).status).toBe(204);
    expect((await call("GET", address, as(ada))).status).toBe(404);
    expect((await call("DELETE", address, as(ada))).status).toBe(404);
  });

  it("finds machines by namespace, tag and text", async () => {
    const made = await register({
      name: "db-main",
      namespace: "staging",
      tags: ["pg"],
      hostname: "x100.example",
    });
    const find = async (query: string) => names(await call("GET", `${machines}?${query}`, as(ada)));
    expect(await find("tag=pg")).toEqual(["db-main"]);
    expect(await find("tag=p")).toEqual([]);
    expect(await find("q=DB-MA")).toEqual(["db-main"]);
    expect(await find("q=x100")).toEqual(["db-main"]);
    expect(await find("q=%25")).toEqual([]);
    expect(await find("namespace=production&tag=pg")).toEqual([]);
    expect(await find("namespace=nowhere")).toEqual([]);
    await call("DELETE", `${machines}/${made.body.id}`, as(ada));
  });

  it("pages through all of them by name, each once", async () => {
    const made = await Promise.all(Array.from({ length: 7 }, (_, n) => register({ name: `page-${n}` })));
    const seen: string[] = [];
    let cursor = "";
    do {
      const answer = await call("GET", `${machines}?q=page-&limit=3${cursor}`, as(ada));
      seen.push(...names(answer));
      cursor = answer.body.next_cursor ? `&cursor=${answer.body.next_cursor}` : "";
    } while (cursor);
    expect(seen).toEqual(made.map((answer) => answer.body.name).sort());
    const forged = Buffer.from(JSON.stringify({ sort: "name", value: "\0", id: uuidv7() })).toString(
      "base64url",
    );
    expect((await call("GET", `${machines}?cursor=${forged}`, as(ada))).status).toBe(422);
  });

  it("cannot register a name twice in a fleet, but in another one", async () => {
    expect((await register({ name: "same" })).status).toBe(201);
    const again = await register({ name: "same", namespace: "staging" });
    expect([again.status, again.body.code]).toEqual([409, "name_taken"]);
    expect((await register({ name: "same" }, as(eve), "other")).status).toBe(201);
    const third = await register();
    const renamed = await call("PATCH", `${machines}/${third.body.id}`, {
      ...as(ada),
      body: { name: "same" },
    });
    expect([renamed.status, renamed.body.code]).toEqual([409, "name_taken"]);
  });

  it("who registers one name 10 times at once gets it once", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => register({ name: "race" })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  it("who deregisters and changes one machine at once gets no 500", async () => {
    for (let round = 0; round < 3; round++) {
      const { id } = (await register()).body;
      const send = (n: number) =>
        n % 2 === 0
          ? call("DELETE", `${machines}/${id}`, as(ada))
          : call("PATCH", `${machines}/${id}`, { ...as(ada), body: { tags: [`t${n}`] } });
      const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => send(n)));
      const statuses = answers.map((answer) => answer.status);
      expect(statuses.filter((status) => status === 204)).toHaveLength(1);
      expect(statuses.filter((status) => ![200, 204, 404].includes(status))).toEqual([]);
    }
  });

  it.each([
    ["no namespace", { namespace: undefined }, "namespace"],
    ["an unknown namespace", { namespace: "nowhere" }, "namespace"],
    ["a namespace as an operator", { namespace: { not: "" } }, "namespace"],
    ["an empty name", { name: "" }, "name"],
    ["a name with a line", { name: "a\nb" }, "name"],
    ["another fleet in the body", { fleet: "other" }, "fleet"],
    ["an id", { id: uuidv7() }, "id"],
    ["a tag twice", { tags: ["a", "a"] }, "tags"],
    ["21 tags", { tags: Array.from({ length: 21 }, (_, n) => `t${n}`) }, "tags"],
    ["a host name with spaces", { hostname: "a b" }, "hostname"],
  ])("with %s is told 422", async (_, body, path) => {
    const answer = await register(body);
    expect([answer.status, answer.body.errors?.map((error: { path: string }) => error.path)]).toEqual([
      422,
      [path],
    ]);
  });
});

describe("a viewer", () => {
  it("sees machines, and is told what else would be needed", async () => {
    const { id } = (await register()).body;
    expect((await call("GET", machines, as(vera))).status).toBe(200);
    expect((await call("GET", `${machines}/${id}`, as(vera))).status).toBe(200);
    for (const answer of [
      await register({}, as(vera)),
      await call("PATCH", `${machines}/${id}`, { ...as(vera), body: { tags: [] } }),
      await call("DELETE", `${machines}/${id}`, as(vera)),
    ]) {
      expect([answer.status, answer.body.required]).toEqual([403, ["machines:write"]]);
    }
    expect((await call("GET", `${machines}/${id}`, as(vera))).status).toBe(200);
  });
});

describe("somebody else's fleet", () => {
  it("answers every route like a made-up one", async () => {
    const { id } = (await register()).body;
    const ask = async (fleet: string, own: CallOptions) => {
      const address = `/fleets/${fleet}/machines`;
      return [
        await call("GET", address, own),
        await call("GET", `${address}?namespace=production`, own),
        await register({ name: "x" }, own, fleet),
        await call("GET", `${address}/${id}`, own),
        await call("PATCH", `${address}/${id}`, { ...own, body: { tags: [] } }),
        await call("DELETE", `${address}/${id}`, own),
      ].map((answer) => [answer.status, bytes(answer)]);
    };
    const { token } = await api.token(eve, { scopes: ["machines:read", "machines:write"] });
    for (const own of [as(eve), { token }]) {
      const foreign = await ask("core", own);
      expect(foreign).toEqual(await ask("made-up", own));
      expect(foreign.map(([status]) => status)).toEqual([404, 404, 404, 404, 404, 404]);
      // Its own fleet does not open another one's machine either.
      expect((await call("GET", `/fleets/other/machines/${id}`, own)).status).toBe(404);
      expect((await call("DELETE", `/fleets/other/machines/${id}`, own)).status).toBe(404);
    }
    expect((await call("GET", `${machines}/${id}`, as(ada))).status).toBe(200);
  });

  it("is 403, not 404, where the owner may see it and only the token may not", async () => {
    const both = await api.person({ roles: { core: "deployer", other: "deployer" } });
    const { token } = await api.token(both, { fleets: ["other"] });
    const answer = await call("GET", machines, { token });
    expect([answer.status, answer.body.fleet]).toEqual([403, "core"]);
    expect(answer.text).not.toContain("production");
  });
});

describe("a token bound to a namespace", () => {
  it("lists and finds its namespace's machines only", async () => {
    const inside = (await register({ namespace: "staging" })).body;
    const outside = (await register({ namespace: "production" })).body;
    const all = await call("GET", `${machines}?limit=200`, bound);
    expect(names(all)).toContain(inside.name);
    expect(new Set(all.body.data.map((machine: { namespace: string }) => machine.namespace))).toEqual(
      new Set(["staging"]),
    );
    expect(names(await call("GET", `${machines}?namespace=staging&limit=200`, bound))).toEqual(names(all));
    expect(names(await call("GET", `${machines}?q=${outside.name}`, bound))).toEqual([]);
    expect((await call("GET", `${machines}/${inside.id}`, bound)).status).toBe(200);
  });

  it("is refused elsewhere: by ?namespace=, by id, on create and on moving, in and out", async () => {
    const inside = (await register({ namespace: "staging" })).body;
    const outside = (await register({ namespace: "production" })).body;
    const patch = (id: string, body: unknown) => call("PATCH", `${machines}/${id}`, { ...bound, body });
    for (const answer of [
      await call("GET", `${machines}?namespace=production`, bound),
      await call("GET", `${machines}?namespace=nowhere`, bound),
      await call("GET", `${machines}/${outside.id}`, bound),
      await call("DELETE", `${machines}/${outside.id}`, bound),
      await register({ namespace: "production" }, bound),
      await patch(outside.id, { tags: [] }),
      await patch(outside.id, { namespace: "staging" }),
      await patch(inside.id, { namespace: "production" }),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([403, "insufficient_scope"]);
    }
    const stays = async (id: string) => (await call("GET", `${machines}/${id}`, as(ada))).body.namespace;
    expect([await stays(inside.id), await stays(outside.id)]).toEqual(["staging", "production"]);
    expect((await patch(inside.id, { tags: ["ok"] })).status).toBe(200);
    expect((await register({ namespace: "staging" }, bound)).status).toBe(201);
    expect((await call("DELETE", `${machines}/${inside.id}`, bound)).status).toBe(204);
  });

  it("opens nothing more when its namespace is gone", async () => {
    const [fleet] = await api.database.asOwner<{ id: string }>("SELECT id FROM fleets WHERE slug = 'core'");
    const id = uuidv7();
    await api.database.asOwner("INSERT INTO namespaces (id, fleet_id, name) VALUES ($1, $2, 'brief')", [
      id,
      fleet?.id,
    ]);
    const { token } = await api.token(ada, { fleets: ["core"], namespaces: ["brief"] });
    expect((await call("GET", machines, { token })).body.data).toEqual([]);
    await api.database.asOwner("DELETE FROM namespaces WHERE id = $1", [id]);
    expect((await call("GET", machines, { token })).status).toBe(403);
    expect((await call("GET", `${machines}?namespace=production`, { token })).status).toBe(403);
  });
});
