import { beforeAll, describe, expect, it } from "vitest";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;
let chief: Person;
let root: Person;

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("edge", ["production"]);
  await api.fleet("hidden", ["vault"]);
  ada = await api.person({ roles: { core: "deployer", edge: "viewer" } });
  chief = await api.person({ roles: { core: "admin" } });
  root = await api.person({ admin: true });
});

const create = (person: Person, body: Record<string, unknown>) =>
  call("POST", "/tokens", { session: person.session, body: { name: "a token", ...body } });

const scopes = ["machines:read"];

const paths = (answer: { body: { errors: { path: string }[] } }) =>
  answer.body.errors.map((error) => error.path);

async function written() {
  const [row] = await api.database.asOwner<{ tokens: string; secrets: string; created: string }>(
    `SELECT (SELECT count(*) FROM tokens) AS tokens, (SELECT count(*) FROM secrets) AS secrets,
      (SELECT count(*) FROM audit_events WHERE action = 'token.created') AS created`,
  );
  return row;
}

describe("a body with faults", () => {
  it("is told all of them at once, each by its path, and writes nothing", async () => {
    const before = await written();
    const answer = await create(ada, {
      name: 7,
      scopes: ["machines:read", "nope"],
      role: "viewer",
      inherit: true,
      fleets: [],
      namespaces: [],
      allowed_ips: ["10.0.0.0/33"],
      expires_in: "90 days",
      expires_at: "2020-01-01T00:00:00Z",
      rotate_every: "1s",
      description: "\u0007",
      consumer: 5,
      enabled: "yes",
      owner_id: ada.id,
    });
    expect(answer.status).toBe(422);
    expect(new Set(paths(answer))).toEqual(
      new Set([
        "name",
        "scopes.1",
        "scopes",
        "fleets",
        "namespaces",
        "allowed_ips.0",
        "expires_in",
        "expires_at",
        "rotate_every",
        "description",
        "consumer",
        "enabled",
        "owner_id",
      ]),
    );
    expect(await written()).toEqual(before);
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ["no scopes at all", {}, ["scopes"]],
    ["empty scopes", { scopes: [] }, ["scopes"]],
    ["null scopes", { scopes: null }, ["scopes"]],
    ["inherit: false alone", { inherit: false }, ["scopes"]],
    ["scopes and a role", { scopes, role: "viewer" }, ["scopes"]],
    ["scopes and inherit", { scopes, inherit: true }, ["scopes"]],
    ["an unknown scope", { scopes: ["machines:*"] }, ["scopes.0"]],
    ["a scope twice", { scopes: ["machines:read", "machines:read"] }, ["scopes"]],
    ["an unknown role", { role: "root" }, ["role"]],
    ["empty fleets", { scopes, fleets: [] }, ["fleets"]],
    ["an unknown fleet", { scopes, fleets: ["core", "none"] }, ["fleets.1"]],
    ["a fleet that its owner may not see", { scopes, fleets: ["hidden"] }, ["fleets.0"]],
    ["empty namespaces", { scopes, fleets: ["core"], namespaces: [] }, ["namespaces"]],
    ["namespaces where two fleets are its reach", { scopes, namespaces: ["production"] }, ["namespaces"]],
    [
      "namespaces of two fleets",
      { scopes, fleets: ["core", "edge"], namespaces: ["production"] },
      ["namespaces"],
    ],
    [
      "an unknown namespace",
      { scopes, fleets: ["core"], namespaces: ["production", "vault"] },
      ["namespaces.1"],
    ],
    ["empty allowed_ips", { scopes, allowed_ips: [] }, ["allowed_ips"]],
    ["an address that is none", { scopes, allowed_ips: ["10.0.0.1", "localhost"] }, ["allowed_ips.1"]],
    ["a range without a length", { scopes, allowed_ips: ["10.0.0.0/"] }, ["allowed_ips.0"]],
    ["a mapped range wider than IPv4", { scopes, allowed_ips: ["::ffff:0:0/90"] }, ["allowed_ips.0"]],
    ["an expiry that is past", { scopes, expires_at: "2020-01-01T00:00:00Z" }, ["expires_at"]],
    ["an expiry without a zone", { scopes, expires_at: "2099-01-01T00:00:00" }, ["expires_at"]],
    ["a day that there is not", { scopes, expires_at: "2099-02-30T00:00:00Z" }, ["expires_at"]],
    ["an expiry beyond all clocks", { scopes, expires_at: "9999-12-31T23:59:59Z" }, ["expires_at"]],
    ["both expiries", { scopes, expires_in: "1d", expires_at: "2099-01-01T00:00:00Z" }, ["expires_in"]],
    ["0d", { scopes, expires_in: "0d" }, ["expires_in"]],
    ["a negative duration", { scopes, expires_in: "-1d" }, ["expires_in"]],
    ["seconds", { scopes, expires_in: "30s" }, ["expires_in"]],
    ["months", { scopes, expires_in: "1M" }, ["expires_in"]],
    ["a duration with a fraction", { scopes, expires_in: "1.5d" }, ["expires_in"]],
    ["a number as duration", { scopes, expires_in: 90 }, ["expires_in"]],
    ["a duration of 101 years", { scopes, expires_in: "101y" }, ["expires_in"]],
    ["a fleet for a personal token", { scopes, fleet: "core" }, ["fleet"]],
    ["a fleet token without a fleet", { scopes, kind: "fleet" }, ["fleet"]],
    ["a fleet token that inherits", { kind: "fleet", fleet: "core", inherit: true }, ["inherit"]],
    ["a fleet token with fleets", { scopes, kind: "fleet", fleet: "core", fleets: ["core"] }, ["fleets"]],
    ["a fleet token of an unseen fleet", { scopes, kind: "fleet", fleet: "hidden" }, ["fleet"]],
  ])("like %s is 422 and names it", async (_, body, expected) => {
    const before = await written();
    const answer = await create(ada, body);
    expect(answer.status).toBe(422);
    expect(paths(answer)).toEqual(expected);
    expect(await written()).toEqual(before);
  });

  it("answers the same for a fleet that is hidden and one that is made up", async () => {
    const ask = async (slug: string) => (await create(ada, { scopes, fleets: [slug] })).body;
    const [hidden, madeUp] = [await ask("hidden"), await ask("madeup")];
    expect(JSON.stringify(hidden.errors)).toBe(JSON.stringify(madeUp.errors).replaceAll("madeup", "hidden"));
    expect(hidden.detail).toBe(madeUp.detail);
  });
});

describe("a name", () => {
  it.each([
    ["CRLF", "a\r\nb"],
    ["a line feed", "a\nb"],
    ["an ANSI escape", "\u001b[31mred"],
    ["NUL", "a\0b"],
    ["a line separator", "a\u2028b"],
    ["a paragraph separator", "a\u2029b"],
    ["a right-to-left override", "a\u202eb"],
    ["a zero-width space", "a\u200bb"],
    ["a lone surrogate", "a\ud800b"],
    ["a private-use character", "a\ue000b"],
    ["64 characters", "x".repeat(64)],
    ["10 kB", "x".repeat(10_240)],
    ["only spaces", " \t\n "],
  ])("with %s is 422", async (_, name) => {
    const answer = await create(ada, { name, scopes });
    expect([answer.status, paths(answer)]).toEqual([422, ["name"]]);
  });

  it.each([
    ["emoji", "deploy 🚀🚀"],
    ["63 emoji", "🚀".repeat(63)],
    ["other scripts", "部署 déploiement עברית"],
    ["what looks like markup, SQL or a formula", `=cmd()|'<b>"; DROP--%s\\`],
  ])("with %s is kept as it is", async (_, name) => {
    const answer = await create(ada, { name, scopes });
    expect([answer.status, answer.body.name]).toEqual([201, name]);
    expect((await call("GET", `/tokens/${answer.body.id}`, { session: ada.session })).body.name).toBe(name);
  });

  it("is trimmed, and need not be unique", async () => {
    expect((await create(ada, { name: "  twin ", scopes })).body.name).toBe("twin");
    expect((await create(ada, { name: "twin", scopes })).status).toBe(201);
  });
});

describe("what is given", () => {
  it("is never more than is held: 403 names each part that goes beyond", async () => {
    const before = await written();
    const answer = await create(ada, {
      scopes: ["machines:read", "audit:read", "users:write", "permissions:manage"],
    });
    expect([answer.status, answer.body.code]).toEqual([403, "beyond_own_rights"]);
    for (const scope of ["audit:read", "users:write", "permissions:manage"])
      expect(answer.body.detail).toContain(scope);
    expect(answer.body.detail).not.toContain("machines:read");
    expect(paths(answer)).toEqual(["scopes", "scopes", "scopes"]);
    expect(await written()).toEqual(before);
  });

  it("must be held in one of the fleets that are reached", async () => {
    const write = { scopes: ["machines:write"] };
    expect((await create(ada, { ...write, fleets: ["edge"] })).status).toBe(403);
    expect((await create(ada, { ...write, fleets: ["edge", "core"] })).status).toBe(201);
    const wide = await create(ada, write);
    // It counts only where the owner holds it.
    const post = (fleet: string) =>
      call("POST", `/fleets/${fleet}/machines`, {
        token: wide.body.token,
        body: { name: "m1", namespace: "production" },
      });
    expect((await post("core")).status).toBe(201);
    const refused = await post("edge");
    expect([refused.status, refused.body.required]).toEqual([403, ["machines:write"]]);
  });

  it("as a role is a list of scopes from then on", async () => {
    const answer = await create(ada, { role: "viewer" });
    expect(answer.body.scopes).toEqual([
      "machines:read",
      "deployments:read",
      "configs:read",
      "namespaces:read",
    ]);
    expect(answer.body.inherit).toBe(false);
    expect((await create(ada, { role: "cicd" })).body.scopes).toEqual([
      "deployments:read",
      "deployments:write",
      "configs:read",
      "namespaces:read",
      "approvals:request",
    ]);
    const viewer = await api.person({ roles: { edge: "viewer" } });
    expect((await create(viewer, { role: "deployer" })).status).toBe(403);
  });

  it("to oneself may be admin or inherit, whoever one is", async () => {
    const viewer = await api.person({ roles: { edge: "viewer" } });
    for (const body of [{ scopes: ["admin"] }, { role: "admin" }, { inherit: true }]) {
      const made = await create(viewer, body);
      expect(made.status).toBe(201);
      const rights = await call("GET", "/whoami", { token: made.body.token });
      expect(
        rights.body.fleets.map((fleet: { slug: string; scopes: string[] }) => [fleet.slug, fleet.scopes]),
      ).toEqual([["edge", ["configs:read", "deployments:read", "machines:read", "namespaces:read"]]]);
    }
  });

  it("from the instance is for instance admins and no token bound to fleets", async () => {
    expect((await create(root, { scopes: ["users:read"] })).status).toBe(201);
    const bound = await create(root, { scopes: ["users:read", "machines:read"], fleets: ["core"] });
    expect([bound.status, paths(bound)]).toEqual([403, ["scopes"]]);
    expect((await create(root, { kind: "fleet", fleet: "core", scopes: ["users:read"] })).status).toBe(403);
  });

  it("to a fleet is given by its admins alone", async () => {
    const body = { kind: "fleet", fleet: "core", scopes: ["machines:read"] };
    const refused = await create(ada, body);
    expect([refused.status, paths(refused)]).toEqual([403, ["fleet"]]);
    for (const person of [chief, root]) {
      const made = await create(person, body);
      expect([made.status, made.body.owner.type, made.body.token.slice(0, 8)]).toEqual([
        201,
        "fleet",
        "cab_flt_",
      ]);
    }
  });

  it("in namespaces is pinned to the one fleet that the owner has", async () => {
    const made = await create(chief, { scopes, namespaces: ["staging"] });
    expect([made.body.fleets, made.body.namespaces]).toEqual([["core"], ["staging"]]);
    const dave = await api.fleet("later");
    await api.database.asOwner("INSERT INTO members (fleet_id, user_id, role) VALUES ($1, $2, 'admin')", [
      dave.id,
      chief.id,
    ]);
    expect((await call("GET", "/fleets/later/machines", { token: made.body.token })).status).toBe(403);
  });
});

describe("an expiry", () => {
  it.each([
    ["30m", 1_800],
    ["12h", 43_200],
    ["90d", 7_776_000],
    ["2w", 1_209_600],
    ["1y", 31_536_000],
  ])("of %s is that long after the creation", async (expires_in, seconds) => {
    const { body } = await create(ada, { scopes, expires_in });
    const lasts = Date.parse(body.expires_at) - Date.parse(body.created_at);
    expect(Math.abs(lasts - seconds * 1_000)).toBeLessThan(5_000);
  });

  it("with an offset is that moment, in UTC", async () => {
    const { body } = await create(ada, { scopes, expires_at: "2099-01-31T12:00:00+05:30" });
    expect(body.expires_at).toBe("2099-01-31T06:30:00.000Z");
  });

  it.each([[{}], [{ expires_in: "never" }], [{ expires_at: null }]])(
    "%j is never, shown as null",
    async (body) => {
      const made = await create(ada, { scopes, ...body });
      expect([made.status, made.body.expires_at]).toEqual([201, null]);
    },
  );
});

describe("the answer", () => {
  it("is the view and the secret, and the view alone ever after", async () => {
    const { body: made } = await create(ada, {
      scopes,
      rotate_every: "90d",
      enabled: false,
      description: "two\nlines",
    });
    const { token, ...view } = made;
    expect(token).toMatch(/^cab_pat_[0-9A-Za-z]{49}$/);
    expect(view).toMatchObject({
      prefix: token.slice(0, 14),
      status: "disabled",
      owner: { type: "user", id: ada.id },
      created_by: { type: "user", id: ada.id },
      disabled_by: { type: "user", id: ada.id },
      fleets: null,
      namespaces: null,
      allowed_ips: null,
      last_used_at: null,
      rotation: null,
      rotate_every: "90d",
      revoked_at: null,
    });
    const seen = await call("GET", `/tokens/${view.id}`, { session: ada.session });
    expect(seen.body).toEqual(view);
    expect((await call("GET", "/whoami", { token })).status).toBe(401);
  });
});
