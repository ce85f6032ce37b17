import { beforeAll, describe, expect, it } from "vitest";
import type { MemberRole } from "@/lib/access/catalog";
import { db } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { type Answer, type CallOptions, call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let root: Person;
let ada: Person;
let dora: Person;
let vera: Person;
let eve: Person;

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("other");
  root = await api.person({ admin: true });
  ada = await api.person({ roles: { core: "admin" } });
  dora = await api.person({ roles: { core: "deployer" } });
  vera = await api.person({ roles: { core: "viewer" } });
  eve = await api.person({ roles: { other: "admin" } });
});

const as = (person: Person): CallOptions => ({ session: person.session });
const members = "/fleets/core/members";
const add = (body: unknown, options = as(ada)) => call("POST", members, { ...options, body });
const setRole = (id: string, role: string, options = as(ada), fleet = "core") =>
  call("PATCH", `/fleets/${fleet}/members/${id}`, { ...options, body: { role } });
const remove = (id: string, options = as(ada), fleet = "core") =>
  call("DELETE", `/fleets/${fleet}/members/${id}`, options);
const bytes = (answer: Answer) => answer.text.replace(answer.headers.get("x-request-id") ?? "none", "ID");
const outcome = (answer: Answer) => [answer.status, answer.body?.code];
const roleOf = async (id: string, slug = "core") =>
  (await db().member.findFirst({ where: { userId: id, fleet: { slug } } }))?.role ?? null;
const deactivate = (id: string) => db().user.update({ where: { id }, data: { deactivatedAt: new Date() } });

async function fleetOf(slug: string, roles: Record<string, MemberRole>): Promise<Record<string, Person>> {
  await api.fleet(slug);
  const people = Object.entries(roles).map(async ([name, role]) => [
    name,
    await api.person({ roles: { [slug]: role } }),
  ]);
  return Object.fromEntries(await Promise.all(people));
}

describe("the members", () => {
  it("are seen by members in a session and by instance admins, with e-mails", async () => {
    for (const person of [vera, root]) {
      const answer = await call("GET", members, as(person));
      expect(answer.body.data).toContainEqual({
        user_id: ada.id,
        name: expect.any(String),
        email: ada.email,
        role: "admin",
        active: true,
        instance_admin: false,
        created_at: expect.any(String),
      });
    }
    expect((await call("GET", members, as(eve))).status).toBe(404);
  });

  it("are seen by tokens with permissions:manage there only; by a fleet's without e-mails, also in a search", async () => {
    const manages = await api.token(ada, { scopes: ["permissions:manage"] });
    const reads = await api.token(ada, { scopes: ["machines:read", "namespaces:read"] });
    const bound = await api.token(ada, { scopes: ["admin"], fleets: ["core"], namespaces: ["staging"] });
    const fleets = await api.token(ada, { kind: "fleet", fleet: "core", scopes: ["permissions:manage"] });
    expect((await call("GET", members, reads)).status).toBe(403);
    expect((await call("GET", members, bound)).status).toBe(403);
    expect((await call("GET", `${members}?q=${ada.email}`, manages)).body.data).toMatchObject([
      { email: ada.email },
    ]);
    const seen = await call("GET", members, fleets);
    expect(seen.body.data.map((member: { email: unknown }) => member.email)).toEqual([null, null, null]);
    expect(seen.text).not.toContain("example.org");
    expect((await call("GET", `${members}?q=${ada.email}`, fleets)).body.data).toEqual([]);
    expect((await call("GET", `${members}?q=Person`, fleets)).body.data).toHaveLength(3);
  });

  it("are paged by name, each once", async () => {
    const all = (await call("GET", members, as(ada))).body.data;
    const seen: unknown[] = [];
    let cursor = "";
    do {
      const answer = await call("GET", `${members}?limit=1${cursor}`, as(ada));
      seen.push(...answer.body.data);
      cursor = answer.body.next_cursor ? `&cursor=${answer.body.next_cursor}` : "";
    } while (cursor);
    expect(seen).toEqual(all);
    const forged = Buffer.from(JSON.stringify({ sort: "name", value: "\0", id: uuidv7() })).toString(
      "base64url",
    );
    expect((await call("GET", `${members}?cursor=${forged}`, as(ada))).status).toBe(422);
  });
});

describe("adding a member", () => {
  it("names any active user, by e-mail in any case or by id, once", async () => {
    const [one, two] = [await api.person(), await api.person()];
    const made = await add({ email: ` ${one.email.toUpperCase()} `, role: "ops" });
    expect([made.status, made.body]).toMatchObject([201, { user_id: one.id, role: "ops", active: true }]);
    expect((await add({ user_id: two.id, role: "viewer" })).status).toBe(201);
    expect((await call("GET", "/fleets", as(one))).body.data).toMatchObject([{ slug: "core", role: "ops" }]);
    expect(outcome(await add({ email: one.email, role: "viewer" }))).toEqual([409, "conflict"]);
    expect(await roleOf(one.id)).toBe("ops");
    const [entry] = await db().auditEvent.findMany({ where: { subjectId: one.id } });
    expect(entry).toMatchObject({
      action: "member.added",
      actorId: ada.id,
      fleet: "core",
      changes: { before: null, after: { role: "ops" } },
    });
  });

  it("answers alike for unknown and deactivated people", async () => {
    const gone = await api.person();
    await deactivate(gone.id);
    const unknown = await add({ email: "nobody@example.org", role: "viewer" });
    expect([unknown.status, unknown.body.errors[0].path]).toEqual([422, "email"]);
    expect(bytes(await add({ email: gone.email, role: "viewer" }))).toBe(bytes(unknown));
    const made = await add({ user_id: uuidv7(), role: "viewer" });
    expect([made.status, made.body.errors[0].path]).toEqual([422, "user_id"]);
    expect(bytes(await add({ user_id: gone.id, role: "viewer" }))).toBe(bytes(made));
  });

  it.each([
    ["nobody", { role: "viewer" }, "email"],
    ["somebody twice", { email: "a@example.org", user_id: uuidv7(), role: "viewer" }, "email"],
    ["the tokens' role", { email: "a@example.org", role: "cicd" }, "role"],
    ["no role", { email: "a@example.org" }, "role"],
    ["an instance admin's flag", { email: "a@example.org", role: "viewer", admin: true }, "admin"],
  ])("that names %s is 422", async (_, body, path) => {
    const answer = await add(body);
    expect([answer.status, answer.body.errors.map((error: { path: string }) => error.path)]).toEqual([
      422,
      [path],
    ]);
  });

  it("twenty times at once makes one member", async () => {
    const { id } = await api.person();
    const answers = await Promise.all(Array.from({ length: 20 }, () => add({ user_id: id, role: "viewer" })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });
});

describe("nobody gives or touches more than he holds", () => {
  it("neither with permissions:manage alone nor with it and a viewer's scopes", async () => {
    const { id } = await api.person();
    const viewer = ["machines:read", "deployments:read", "configs:read", "namespaces:read"];
    const bare = await api.token(ada, { scopes: ["permissions:manage"] });
    const some = await api.token(ada, {
      kind: "fleet",
      fleet: "core",
      scopes: ["permissions:manage", ...viewer],
    });
    for (const options of [bare, some]) {
      expect(outcome(await add({ user_id: id, role: "admin" }, options))).toEqual([403, "beyond_own_rights"]);
      expect(outcome(await add({ user_id: id, role: "ops" }, options))).toEqual([403, "beyond_own_rights"]);
      expect(outcome(await setRole(vera.id, "ops", options))).toEqual([403, "beyond_own_rights"]);
      expect(outcome(await setRole(dora.id, "viewer", options))).toEqual([403, "beyond_own_rights"]);
      expect(outcome(await setRole(ada.id, "viewer", options))).toEqual([403, "beyond_own_rights"]);
      expect(outcome(await remove(ada.id, options))).toEqual([403, "beyond_own_rights"]);
      expect(outcome(await remove(dora.id, options))).toEqual([403, "beyond_own_rights"]);
    }
    expect(outcome(await add({ user_id: id, role: "viewer" }, bare))).toEqual([403, "beyond_own_rights"]);
    expect((await add({ user_id: id, role: "viewer" }, some)).status).toBe(201);
    expect((await remove(id, some)).status).toBe(204);
    expect([await roleOf(ada.id), await roleOf(dora.id), await roleOf(vera.id)]).toEqual([
      "admin",
      "deployer",
      "viewer",
    ]);
  });

  it("not with a token that inherits, which manages no tokens and so is no admin", async () => {
    const inherits = await api.token(ada, { scopes: undefined, inherit: true });
    const { id } = await api.person();
    expect(outcome(await add({ user_id: id, role: "admin" }, inherits))).toEqual([403, "beyond_own_rights"]);
    expect((await add({ user_id: id, role: "deployer" }, inherits)).status).toBe(201);
  });

  it("not as a deployer or viewer, also not oneself", async () => {
    for (const person of [dora, vera]) {
      for (const answer of [
        await setRole(person.id, "admin", as(person)),
        await setRole(person.id, "viewer", as(person)),
        await add({ email: eve.email, role: "viewer" }, as(person)),
        await remove(person.id, as(person)),
        await remove(ada.id, as(person)),
      ]) {
        expect(outcome(answer)).toEqual([403, "insufficient_scope"]);
      }
    }
  });

  it("not where the token does not reach", async () => {
    const both = await api.person({ roles: { core: "admin", other: "admin" } });
    const bound = await api.token(both, { scopes: ["admin"], fleets: ["other"] });
    const inside = await api.token(both, { scopes: ["admin"], fleets: ["core"], namespaces: ["staging"] });
    for (const { token } of [bound, inside]) {
      expect((await setRole(vera.id, "ops", { token })).status).toBe(403);
      expect((await add({ email: eve.email, role: "viewer" }, { token })).status).toBe(403);
    }
    await remove(both.id);
  });

  it("leaves instance admins to instance admins", async () => {
    const boss = await api.person({ admin: true, roles: { core: "viewer" } });
    const stranger = await api.person({ admin: true });
    const inherits = await api.token(root, { scopes: undefined, inherit: true });
    const bound = await api.token(root, { scopes: ["admin"], fleets: ["core"] });
    for (const options of [as(ada), inherits, bound]) {
      expect(outcome(await setRole(boss.id, "ops", options))).toEqual([403, "beyond_own_rights"]);
      expect(outcome(await remove(boss.id, options))).toEqual([403, "beyond_own_rights"]);
      const added = await add({ email: stranger.email, role: "viewer" }, options);
      expect(outcome(added)).toEqual([403, "beyond_own_rights"]);
    }
    const unbound = await api.token(root, { scopes: ["admin"] });
    expect((await setRole(boss.id, "ops", unbound)).status).toBe(200);
    expect((await remove(boss.id, as(root))).status).toBe(204);
  });

  it("answers the admin of another fleet as if there were none, for every member and act", async () => {
    const ask = async (fleet: string, id: string) => {
      const base = `/fleets/${fleet}/members`;
      const answers = [
        await call("GET", base, as(eve)),
        await call("POST", base, { ...as(eve), body: { email: eve.email, role: "admin" } }),
        await setRole(id, "viewer", as(eve), fleet),
        await remove(id, as(eve), fleet),
        await call("GET", `${base}/${id}/consequences`, as(eve)),
      ];
      return answers.map((answer) => [answer.status, bytes(answer)]);
    };
    const foreign = await ask("core", ada.id);
    expect(foreign.map(([status]) => status)).toEqual([404, 404, 404, 404, 404]);
    expect(foreign).toEqual(await ask("made-up", ada.id));
    // In the own fleet, somebody else's member is as unknown as nobody.
    const own = await Promise.all(
      [ada.id, uuidv7(), "nobody"].map(async (id) => [
        bytes(await setRole(id, "viewer", as(eve), "other")),
        bytes(await remove(id, as(eve), "other")),
        bytes(await call("GET", `/fleets/other/members/${id}/consequences`, as(eve))),
      ]),
    );
    expect(own[0]?.every((text) => text.includes('"status":404'))).toBe(true);
    expect([own[1], own[2]]).toEqual([own[0], own[0]]);
    expect(await roleOf(ada.id)).toBe("admin");
  });
});

describe("changing a role", () => {
  it("counts at the member's next request and stands in the log", async () => {
    const person = await api.person({ roles: { core: "viewer" } });
    const { token } = await api.token(person, { scopes: undefined, inherit: true });
    const register = () =>
      call("POST", "/fleets/core/machines", { token, body: { name: "changing", namespace: "staging" } });
    expect((await register()).status).toBe(403);
    const raised = await setRole(person.id, "deployer");
    expect([raised.status, raised.body.role]).toEqual([200, "deployer"]);
    expect((await register()).status).toBe(201);
    await setRole(person.id, "viewer");
    expect((await register()).status).toBe(403);
    await setRole(person.id, "viewer");
    const log = await db().auditEvent.findMany({ where: { subjectId: person.id }, orderBy: { id: "asc" } });
    expect(log.map(({ action, changes }) => [action, changes])).toEqual([
      ["member.updated", { before: { role: "viewer" }, after: { role: "deployer" } }],
      ["member.updated", { before: { role: "deployer" }, after: { role: "viewer" } }],
    ]);
  });
});

describe("the last admin of a fleet", () => {
  it("can be neither lowered nor removed, also not by an instance admin; deactivated ones do not count", async () => {
    const { one, two } = await fleetOf("lonely", { one: "admin", two: "admin" });
    if (!one || !two) throw new Error("no people");
    await deactivate(two.id);
    for (const options of [as(one), as(root)]) {
      expect(outcome(await setRole(one.id, "viewer", options, "lonely"))).toEqual([409, "last_admin"]);
      expect(outcome(await remove(one.id, options, "lonely"))).toEqual([409, "last_admin"]);
    }
    expect((await setRole(two.id, "viewer", as(one), "lonely")).status).toBe(200);
    expect((await remove(two.id, as(one), "lonely")).status).toBe(204);
    expect(await roleOf(one.id, "lonely")).toBe("admin");
  });

  it("stays when two admins remove or lower each other at once", async () => {
    for (let round = 0; round < 6; round++) {
      const slug = `duel-${round}`;
      const { one, two } = await fleetOf(slug, { one: "admin", two: "admin" });
      if (!one || !two) throw new Error("no people");
      const act = (by: Person, on: Person) =>
        round % 2 ? setRole(on.id, "viewer", as(by), slug) : remove(on.id, as(by), slug);
      const answers = await Promise.all([act(one, two), act(two, one)]);
      const won = answers.filter(({ status }) => status < 300);
      expect(won).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 403 || status === 404)).toHaveLength(1);
      expect(await db().member.count({ where: { fleet: { slug }, role: "admin" } })).toBe(1);
    }
  });

  it("stays when an instance admin removes all of them at once", async () => {
    const people = await fleetOf("cleared", { a: "admin", b: "admin", c: "admin" });
    const answers = await Promise.all(Object.values(people).map(({ id }) => remove(id, as(root), "cleared")));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 204, 409]);
  });
});
