/** People: who may list, add and change whom. */
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { type CallOptions, call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let root: Person;
let ada: Person;
/** Unbound tokens of the instance admin. */
let reads: CallOptions;
let writes: CallOptions;
let inherits: CallOptions;
let everything: CallOptions;

const as = (person: Person): CallOptions => ({ session: person.session });
const patch = (id: string, body: unknown, options: CallOptions) =>
  call("PATCH", `/users/${id}`, { ...options, body });
let count = 0;
const invite = (body: Record<string, unknown> = {}, options = as(root)) =>
  call("POST", "/users", {
    ...options,
    body: { email: `new-${++count}@example.org`, name: "New", ...body },
  });

beforeAll(async () => {
  await api.fleet("core");
  await api.fleet("other");
  root = await api.person({ admin: true });
  ada = await api.person({ roles: { core: "admin" } });
  const token = async (body: object) => ({ token: (await api.token(root, { ...body })).token });
  reads = await token({ scopes: ["users:read"] });
  writes = await token({ scopes: ["users:read", "users:write"] });
  inherits = await token({ scopes: undefined, inherit: true });
  everything = await token({ scopes: ["admin"] });
});

const refusedEverywhere = async (options: CallOptions, id: string) => [
  (await call("GET", "/users", options)).status,
  (await call("GET", `/users/${id}`, options)).status,
  (await invite({}, options)).status,
  (await patch(id, { name: "X" }, options)).status,
  (await call("POST", `/users/${id}/link`, options)).status,
  (await call("GET", `/users/${id}/consequences`, options)).status,
];

describe("who opens the people of the instance", () => {
  it("nobody but instance admins and their unbound tokens, and ids are not even looked at", async () => {
    const fleetToken = await call("POST", "/tokens", {
      ...as(ada),
      body: { name: "f", kind: "fleet", fleet: "core", scopes: ["admin"] },
    });
    const bound = await api.token(root, { scopes: ["admin"], fleets: ["core"] });
    const ofAda = await api.token(ada, { scopes: ["admin"] });
    for (const options of [
      as(ada),
      { token: ofAda.token },
      { token: bound.token },
      { token: fleetToken.body.token as string },
    ]) {
      for (const id of [ada.id, uuidv7(), "no-id"]) {
        expect(await refusedEverywhere(options, id)).toEqual([403, 403, 403, 403, 403, 403]);
      }
    }
    expect((await call("GET", "/users")).status).toBe(401);
  });

  it("404 for made-up ids to those who may", async () => {
    for (const id of [uuidv7(), "no-id"]) {
      expect((await call("GET", `/users/${id}`, as(root))).status).toBe(404);
      expect((await patch(id, { active: false }, as(root))).status).toBe(404);
      expect((await call("POST", `/users/${id}/link`, as(root))).status).toBe(404);
      expect((await call("GET", `/users/${id}/consequences`, as(root))).status).toBe(404);
    }
  });

  it("users:read lists and changes nothing", async () => {
    expect((await call("GET", "/users", reads)).status).toBe(200);
    expect((await invite({}, reads)).status).toBe(403);
    expect((await patch(ada.id, { name: "X" }, reads)).status).toBe(403);
  });
});

describe("the list", () => {
  it("pages by name, counts, searches and filters, and shows fleets, last seen and no hash", async () => {
    const names = ["Zoë", "zara", "Ånna", "Zoë"];
    for (const name of names) await invite({ name: `${name} List` });
    const off = await invite({ name: "Yuri List", password: "correct horse battery" });
    await patch(off.body.id, { active: false }, as(root));
    const pages: string[] = [];
    const ids = new Set<string>();
    let cursor = "";
    do {
      const page = await call("GET", `/users?q=list&limit=2${cursor}`, reads);
      expect(page.body.counts).toEqual({ active: 0, invited: 4, deactivated: 1 });
      for (const { id, name } of page.body.data) {
        pages.push(name);
        ids.add(id);
      }
      cursor = page.body.next_cursor ? `&cursor=${page.body.next_cursor}` : "";
    } while (cursor);
    expect(pages).toEqual(["Ånna List", "Yuri List", "zara List", "Zoë List", "Zoë List"]);
    expect(ids.size).toBe(5);
    const found = async (query: string) =>
      (await call("GET", `/users?${query}`, reads)).body.data.map((user: { name: string }) => user.name);
    expect(await found("q=list&status=deactivated")).toEqual(["Yuri List"]);
    expect(await found("q=list&status=active,deactivated")).toEqual(["Yuri List"]);
    expect(await found("q=%25list")).toEqual([]);
    expect(await found(`q=${encodeURIComponent(ada.email)}`)).toHaveLength(1);
    for (const query of ["status=gone", "status=", "cursor=abc", "limit=201", "admin=true"]) {
      expect((await call("GET", `/users?${query}`, reads)).status, query).toBe(422);
    }
    const one = await call("GET", `/users/${ada.id}`, reads);
    expect(one.body).toEqual({
      id: ada.id,
      email: ada.email,
      name: expect.any(String),
      admin: false,
      active: true,
      invited: true,
      created_at: expect.any(String),
      updated_at: expect.any(String),
      deactivated_at: null,
      last_seen_at: expect.any(String),
      fleets: [{ slug: "core", role: "admin" }],
    });
    expect((await call("GET", "/users?limit=200", reads)).text).not.toMatch(/argon2|hash|#/);
  });
});

describe("adding a person", () => {
  it("answers with an invite link for 72 hours, or takes a password from an instance admin and makes none", async () => {
    const made = await invite({ email: " Mixed@Example.org ", name: "Mixed" }, writes);
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      email: "mixed@example.org",
      admin: false,
      active: true,
      invited: true,
      fleets: [],
      link: expect.stringMatching(/^http:\/\/localhost:3000\/invite#[\w-]{43}$/),
    });
    const hours = (Date.parse(made.body.link_expires_at) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(71.9);
    expect(hours).toBeLessThanOrEqual(72);
    const direct = await invite({ password: "correct horse battery", admin: true }, everything);
    expect(direct.status).toBe(201);
    expect(direct.body).toMatchObject({ invited: false, admin: true });
    expect(direct.body).not.toHaveProperty("link");
    expect((await invite({ password: "short" })).body.errors).toMatchObject([{ path: "password" }]);
    expect((await invite({ role: "admin" })).status).toBe(422);
  });

  it("refuses an e-mail that is taken, also when two come at once, and says what to do", async () => {
    const email = "twice@example.org";
    const both = await Promise.all([invite({ email }), invite({ email: "Twice@example.org" })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body.code).toBe("name_taken");
    const id = both.find(({ status }) => status === 201)?.body.id;
    await patch(id, { active: false }, as(root));
    const again = await invite({ email }, writes);
    expect(again.body).toMatchObject({ code: "name_taken", detail: expect.stringContaining("reactivates") });
  });

  it("is in the log with who did it and without the link", async () => {
    const made = await invite({ name: "Logged" }, writes);
    const secret = made.body.link.split("#")[1];
    const rows = await db().auditEvent.findMany({ where: { subjectId: made.body.id } });
    expect(rows).toMatchObject([
      {
        action: "user.created",
        actorType: "token",
        credential: "token",
        subjectName: "Logged",
        statusCode: 201,
      },
    ]);
    const [found] = await api.database.asOwner<{ hits: number }>(
      `SELECT (SELECT count(*) FROM audit_events e WHERE strpos(e::text, $1) > 0)
        + (SELECT count(*) FROM links l WHERE strpos(l::text, $1) > 0)
        + (SELECT count(*) FROM links l WHERE strpos(encode(l.hash, 'escape'), $1) > 0) AS hits`,
      [secret],
    );
    expect(Number(found?.hits)).toBe(0);
  });
});

describe("what takes an instance admin", () => {
  it("making one, choosing a password, making a link: not by users:write and not by inherit", async () => {
    const plain = await invite();
    for (const options of [writes, inherits]) {
      for (const answer of [
        await invite({ admin: true }, options),
        await invite({ password: "correct horse battery" }, options),
        await patch(plain.body.id, { admin: true }, options),
      ]) {
        expect(answer.status).toBe(403);
        expect(answer.body).toMatchObject({ code: "beyond_own_rights", required: ["admin"] });
      }
      expect((await call("POST", `/users/${plain.body.id}/link`, options)).status).toBe(403);
      expect((await call("GET", `/users/${plain.body.id}/consequences`, options)).status).toBe(403);
      expect((await patch(plain.body.id, { name: "Fine", admin: false }, options)).status).toBe(200);
    }
    expect((await db().user.findUniqueOrThrow({ where: { id: plain.body.id } })).admin).toBe(false);
    expect((await patch(plain.body.id, { admin: true }, everything)).body.admin).toBe(true);
    expect((await call("POST", `/users/${plain.body.id}/link`, everything)).status).toBe(201);
  });

  it("touching one: a users:write token changes nothing of its owner or of another", async () => {
    const other = await api.person({ admin: true });
    for (const options of [writes, inherits]) {
      for (const id of [root.id, other.id]) {
        for (const body of [{ name: "X" }, { active: false }, { active: true }, { admin: false }]) {
          expect((await patch(id, body, options)).status).toBe(403);
        }
      }
    }
    // A deactivated one too, or reactivating would bring an admin back.
    await patch(other.id, { active: false }, as(root));
    expect((await patch(other.id, { active: true }, writes)).status).toBe(403);
    expect((await patch(other.id, { active: true }, as(root))).status).toBe(200);
  });
});

describe("nobody touches who holds more", () => {
  it("a token with users:write alone touches those without roles only; with a role's scopes, those with the role", async () => {
    const vera = await api.person({ roles: { core: "viewer" } });
    const olga = await api.person({ roles: { core: "viewer", other: "ops" } });
    const nobody = await api.person();
    const viewing = await api.token(root, {
      scopes: ["users:write", "machines:read", "deployments:read", "configs:read", "namespaces:read"],
    });
    const status = async (person: Person, options: CallOptions) =>
      (await patch(person.id, { active: true, name: "Renamed" }, options)).status;
    expect(await status(nobody, writes)).toBe(200);
    expect(await status(vera, writes)).toBe(403);
    expect(await status(vera, viewing)).toBe(200);
    expect(await status(olga, viewing)).toBe(403);
    expect(await status(olga, inherits)).toBe(200);
    // `admin` is what inheriting leaves out.
    expect(await status(ada, inherits)).toBe(403);
    expect(await status(ada, everything)).toBe(200);
    expect((await patch(olga.id, { active: false }, viewing)).body).toMatchObject({
      code: "beyond_own_rights",
      fleet: "other",
    });
  });
});

describe("changing a person", () => {
  it("records what changed, and nothing when nothing did", async () => {
    const made = await invite({ name: "Before" });
    const id = made.body.id;
    const changed = await patch(id, { name: "After", admin: true, reason: "on call" }, as(root));
    expect(changed.body).toMatchObject({ name: "After", admin: true });
    await patch(id, { name: "After", admin: true, active: true }, as(root));
    const rows = await db().auditEvent.findMany({
      where: { subjectId: id, action: { not: "user.created" } },
    });
    expect(rows).toMatchObject([
      {
        action: "user.updated",
        actorId: root.id,
        reason: "on call",
        changes: { before: { name: "Before", admin: false }, after: { name: "After", admin: true } },
      },
    ]);
    for (const body of [
      {},
      { reason: "x" },
      { email: "x@example.org" },
      { password: "correct horse battery" },
    ]) {
      expect((await patch(id, body, as(root))).status).toBe(422);
    }
  });
});
