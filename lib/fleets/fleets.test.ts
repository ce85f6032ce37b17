import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { type Answer, type CallOptions, call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let root: Person;
let ada: Person;

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("lab");
  await api.fleet("other");
  root = await api.person({ admin: true });
  ada = await api.person({ roles: { core: "admin", lab: "viewer" } });
});

const as = (person: Person): CallOptions => ({ session: person.session });
const make = (body: unknown, options = as(root)) => call("POST", "/fleets", { ...options, body });
const bytes = (answer: Answer) => answer.text.replace(answer.headers.get("x-request-id") ?? "none", "ID");
const slugs = (answer: Answer) => answer.body.data.map((fleet: { slug: string }) => fleet.slug);

describe("the list of fleets", () => {
  it("is the caller's reach, with the role held there", async () => {
    const own = await call("GET", "/fleets", as(ada));
    expect(own.body.data.map((fleet: { slug: string; role: string }) => [fleet.slug, fleet.role])).toEqual([
      ["core", "admin"],
      ["lab", "viewer"],
    ]);
    expect(slugs(await call("GET", "/fleets", as(root)))).toEqual(["core", "lab", "other"]);
    expect(slugs(await call("GET", "/fleets", as(await api.person())))).toEqual([]);
  });

  it("needs no scope of a token, and shows what it is bound to", async () => {
    const { token } = await api.token(ada, {
      scopes: ["deployments:read"],
      fleets: ["core"],
      namespaces: ["staging"],
    });
    const answer = await call("GET", "/fleets", { token });
    expect(answer.body.data).toMatchObject([{ slug: "core", role: "admin", namespaces: ["staging"] }]);
    const fleet = await api.token(ada, { kind: "fleet", fleet: "core" });
    const ofFleet = await call("GET", "/fleets", { token: fleet.token });
    expect(ofFleet.body.data).toMatchObject([{ slug: "core", role: null, namespaces: null }]);
  });

  it("is paged by slug, each once, and searched", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const answer = await call("GET", `/fleets?limit=1${cursor}`, as(root));
      seen.push(...slugs(answer));
      cursor = answer.body.next_cursor ? `&cursor=${answer.body.next_cursor}` : "";
    } while (cursor);
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toEqual(expect.arrayContaining(["core", "lab", "other"]));
    expect(slugs(await call("GET", "/fleets?q=COR", as(root)))).toEqual(["core"]);
    expect(slugs(await call("GET", "/fleets?q=%25", as(root)))).toEqual([]);
    const forged = Buffer.from(JSON.stringify({ sort: "slug", value: "A\0", id: uuidv7() })).toString(
      "base64url",
    );
    expect((await call("GET", `/fleets?cursor=${forged}`, as(root))).status).toBe(422);
    expect((await call("GET", "/fleets?limit=201", as(root))).status).toBe(422);
  });
});

describe("one fleet", () => {
  it("is 404 where the owner may not see it, like a made-up one, and 403 where only the token may not", async () => {
    const { token } = await api.token(ada, { fleets: ["core"] });
    expect((await call("GET", "/fleets/core", { token })).body.slug).toBe("core");
    const beyond = await call("GET", "/fleets/lab", { token });
    expect([beyond.status, beyond.body.detail]).toEqual([
      403,
      expect.stringMatching(/^This token does not reach lab\./),
    ]);
    for (const own of [as(ada), { token }]) {
      const foreign = await call("GET", "/fleets/other", own);
      expect(foreign.status).toBe(404);
      expect(bytes(foreign)).toBe(bytes(await call("GET", "/fleets/made-up", own)));
    }
  });
});

describe("making a fleet", () => {
  it("makes it without members and namespaces; the maker does not join", async () => {
    const made = await make({ slug: "bare", name: "Bare" });
    expect([made.status, made.body.role]).toEqual([201, null]);
    const fleet = await db().fleet.findUniqueOrThrow({
      where: { slug: "bare" },
      include: { members: true, namespaces: true },
    });
    expect([fleet.members, fleet.namespaces]).toEqual([[], []]);
    const seen = await call("GET", "/fleets/bare", as(root));
    expect(seen.body).toEqual(made.body);
  });

  it("makes the user named in admin its first admin, and both stand in the log", async () => {
    const first = await api.person();
    expect((await make({ slug: "led", name: "Led", admin: first.id })).status).toBe(201);
    expect((await call("GET", "/fleets", as(first))).body.data).toMatchObject([
      { slug: "led", role: "admin" },
    ]);
    const log = await db().auditEvent.findMany({ where: { fleet: "led" }, orderBy: { id: "asc" } });
    expect(log.map(({ action, actorId, changes }) => [action, actorId, changes])).toEqual([
      ["fleet.created", root.id, { before: null, after: { slug: "led", name: "Led" } }],
      ["member.added", root.id, { before: null, after: { role: "admin" } }],
    ]);
  });

  it("with an unknown or deactivated admin is 422, and nothing is made", async () => {
    const gone = await api.person();
    await db().user.update({ where: { id: gone.id }, data: { deactivatedAt: new Date() } });
    for (const admin of [uuidv7(), gone.id, "ada"]) {
      const answer = await make({ slug: "never", name: "Never", admin });
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, "admin"]);
    }
    expect(await db().fleet.count({ where: { slug: "never" } })).toBe(0);
  });

  it("gives a slug once, also to ten at once", async () => {
    const taken = await make({ slug: "core", name: "Core" });
    expect([taken.status, taken.body.code]).toEqual([409, "name_taken"]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => make({ slug: "race", name: "Race" })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  it.each([
    ["Core", "Core"],
    ["-core", "Core"],
    ["a".repeat(64), "Core"],
    ["", "Core"],
    ["fine", ""],
    ["fine", "a\nb"],
  ])("refuses the slug %j with the name %j", async (slug, name) => {
    expect((await make({ slug, name })).status).toBe(422);
  });

  it("is for instance admins and their unbound tokens; one that inherits names no admin", async () => {
    const body = { slug: "mine", name: "Mine" };
    expect((await make(body, as(ada))).status).toBe(403);
    const tokens = {
      "admin of a fleet": await api.token(ada, { scopes: ["admin"] }),
      bound: await api.token(root, { scopes: ["admin"], fleets: ["core"] }),
      "the fleet's": await api.token(ada, { kind: "fleet", fleet: "core", scopes: ["admin"] }),
    };
    for (const { token } of Object.values(tokens)) expect((await make(body, { token })).status).toBe(403);
    const inherits = await api.token(root, { scopes: undefined, inherit: true });
    const naming = await make({ ...body, admin: ada.id }, inherits);
    expect([naming.status, naming.body.code]).toEqual([403, "beyond_own_rights"]);
    expect((await make(body, { token: inherits.token })).status).toBe(201);
  });
});

describe("renaming a fleet", () => {
  it("changes the name, never the slug, and is for instance admins", async () => {
    const patch = (body: unknown, options: CallOptions) => call("PATCH", "/fleets/lab", { ...options, body });
    const renamed = await patch({ name: "Laboratory" }, as(root));
    expect(renamed.body).toMatchObject({ slug: "lab", name: "Laboratory" });
    expect((await patch({ slug: "lab2" }, as(root))).status).toBe(422);
    expect((await patch({ name: "Mine" }, as(ada))).status).toBe(403);
    const [entry] = await db().auditEvent.findMany({ where: { action: "fleet.updated" } });
    expect(entry).toMatchObject({
      fleet: "lab",
      changes: { before: { name: "lab" }, after: { name: "Laboratory" } },
    });
  });
});
