import { beforeAll, describe, expect, it } from "vitest";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;
let root: Person;

beforeAll(async () => {
  await api.fleet("core");
  await api.fleet("edge");
  ada = await api.person({ roles: { core: "deployer" } });
  root = await api.person({ admin: true });
});

const patch = (id: string, body: unknown, person = ada) =>
  call("PATCH", `/tokens/${id}`, { session: person.session, body });
const use = async (token: string) => (await call("GET", "/whoami", { token })).status;

describe("pausing", () => {
  it("stops a token at once, and resuming lets the same secret in again", async () => {
    const made = await api.token(ada);
    const paused = await patch(made.id, { enabled: false, reason: "on holiday" });
    expect(paused.body).toMatchObject({
      status: "disabled",
      enabled: false,
      disabled_reason: "on holiday",
      disabled_by: { type: "user", id: ada.id },
    });
    expect(paused.body.disabled_at).not.toBeNull();
    expect(await use(made.token)).toBe(401);
    const resumed = await patch(made.id, { enabled: true });
    expect(resumed.body).toMatchObject({
      status: "active",
      disabled_at: null,
      disabled_by: null,
      disabled_reason: null,
    });
    expect(await use(made.token)).toBe(200);
  });

  it("again keeps who did it first and why", async () => {
    const made = await api.token(ada);
    const first = await patch(made.id, { enabled: false, reason: "first" });
    const again = await patch(made.id, { enabled: false, reason: "second" }, root);
    expect([
      again.status,
      again.body.disabled_reason,
      again.body.disabled_by,
      again.body.disabled_at,
    ]).toEqual([200, "first", first.body.disabled_by, first.body.disabled_at]);
  });
});

describe("a change", () => {
  it("of name and description leaves all else as it was, and the secret works", async () => {
    const made = await api.token(ada, {
      description: "old",
      expires_in: "90d",
      allowed_ips: ["127.0.0.0/8"],
    });
    const before = (await call("GET", `/tokens/${made.id}`, { session: ada.session })).body;
    const { body } = await patch(made.id, { name: " new ", description: "" });
    expect(body).toEqual({ ...before, name: "new", description: "", updated_at: body.updated_at });
    expect(Date.parse(body.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
    expect(await use(made.token)).toBe(200);
  });

  it.each([
    ["nothing", {}, ""],
    ["an unknown field", { name: "x", owner: "y" }, "owner"],
    ["an unknown scope", { scopes: ["everything"] }, "scopes.0"],
    ["no scope", { scopes: [] }, "scopes"],
    ["an expiry in the past", { expires_at: "2020-01-01T00:00:00Z" }, "expires_at"],
    ["an unknown fleet", { fleets: ["no-such"] }, "fleets.0"],
    ["an unknown namespace", { fleets: ["core"], namespaces: ["no-such"] }, "namespaces.0"],
    ["a range that is none", { allowed_ips: ["10.0.0.0/33"] }, "allowed_ips.0"],
    ["a rhythm that is none", { rotate_every: "often" }, "rotate_every"],
    ["admin by another name", { inherit: true }, "inherit"],
    ["another owner", { owner_id: "x" }, "owner_id"],
    ["its end", { revoked_at: null }, "revoked_at"],
    ["a null name", { name: null }, "name"],
    ["a name with a line", { name: "a\nb" }, "name"],
    ["a name as an operator", { name: { set: "x" } }, "name"],
    ["a flag as a text", { enabled: "true" }, "enabled"],
    ["a flag as an operator", { enabled: { set: true } }, "enabled"],
    ["a reason with an escape", { enabled: false, reason: "\u001b[1m" }, "reason"],
    ["a reason of 501 characters", { enabled: false, reason: "x".repeat(501) }, "reason"],
  ])("with %s is 422 and changes nothing", async (_, body, path) => {
    const made = await api.token(ada);
    const before = (await call("GET", `/tokens/${made.id}`, { session: ada.session })).text;
    const answer = await patch(made.id, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect((await call("GET", `/tokens/${made.id}`, { session: ada.session })).text).toBe(before);
  });

  it("of a revoked token is 409, of whatever", async () => {
    const made = await api.token(ada);
    await call("DELETE", `/tokens/${made.id}`, { session: ada.session });
    for (const body of [{ name: "x" }, { description: "x" }, { enabled: true }, { enabled: false }]) {
      const answer = await patch(made.id, body);
      expect([answer.status, answer.body.code]).toEqual([409, "token_revoked"]);
    }
    expect(await use(made.token)).toBe(401);
  });

  it("of an expired token is 409 but for name and description", async () => {
    const made = await api.token(ada);
    await api.database.asOwner("UPDATE tokens SET expires_at = now() WHERE id = $1", [made.id]);
    for (const body of [{ enabled: false }, { enabled: true }, { name: "x", enabled: true }]) {
      const answer = await patch(made.id, body);
      expect([answer.status, answer.body.code]).toEqual([409, "token_expired"]);
    }
    const answer = await patch(made.id, { name: "late", description: "still" });
    expect([answer.status, answer.body.name, answer.body.status]).toEqual([200, "late", "expired"]);
    expect(await use(made.token)).toBe(401);
  });
});

describe("an instance admin", () => {
  it("sees, pauses and resumes another's token, but does not rename or rotate it", async () => {
    const made = await api.token(ada, { name: "ada's" });
    expect((await call("GET", `/tokens/${made.id}`, { session: root.session })).body.name).toBe("ada's");
    const paused = await patch(made.id, { enabled: false, reason: "incident" }, root);
    expect([paused.status, paused.body.disabled_by.id]).toEqual([200, root.id]);
    expect((await patch(made.id, { enabled: true }, root)).status).toBe(200);
    for (const body of [{ name: "mine" }, { description: "mine" }, { name: "mine", enabled: false }]) {
      const answer = await patch(made.id, body, root);
      expect([answer.status, answer.body.code]).toEqual([403, "not_yours"]);
    }
    const rotated = await call("POST", `/tokens/${made.id}/rotate`, { session: root.session, body: {} });
    expect([rotated.status, rotated.body.code]).toEqual([403, "not_yours"]);
    expect(await use(made.token)).toBe(200);
  });

  it("and admins of the fleets it reaches are the only ones but its owner who may know of it", async () => {
    const made = await api.token(ada);
    const colleague = await api.person({ roles: { core: "deployer" } });
    const elsewhere = await api.person({ roles: { edge: "admin", core: "viewer" } });
    for (const person of [colleague, elsewhere]) {
      for (const method of ["GET", "DELETE"] as const) {
        expect((await call(method, `/tokens/${made.id}`, { session: person.session })).status).toBe(404);
      }
      expect((await patch(made.id, { enabled: false }, person)).status).toBe(404);
    }
    expect(await use(made.token)).toBe(200);
  });
});

describe("If-Match", () => {
  it("lets the first of two edits of one version in; the second is 412 and overwrites nothing", async () => {
    const { id } = await api.token(ada);
    const seen = await call("GET", `/tokens/${id}`, { session: ada.session });
    const etag = seen.headers.get("etag") ?? "";
    expect(etag).toBe('"1"');
    const edit = (name: string, match: string) =>
      call("PATCH", `/tokens/${id}`, {
        session: ada.session,
        body: { name },
        headers: { "If-Match": match },
      });
    const answers = await Promise.all([edit("first", etag), edit("second", etag)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const won = answers.find(({ status }) => status === 200);
    const now = await call("GET", `/tokens/${id}`, { session: ada.session });
    expect([now.body.name, now.headers.get("etag")]).toEqual([won?.body.name, '"2"']);
    expect(won?.headers.get("etag")).toBe('"2"');
    expect((await edit("weak", 'W/"2"')).status).toBe(412);
    expect((await edit("any", "*")).status).toBe(200);
    expect((await edit("listed", '"1", "3"')).status).toBe(200);
  });
});
