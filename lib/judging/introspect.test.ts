/** RFC 7662: a service asks about a token, with its own. */
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { type CallOptions, call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;
let service: { id: string; token: string };
let everywhere: { id: string; token: string };

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("other", ["production"]);
  ada = await api.person({ roles: { core: "deployer" } });
  const boss = await api.person({ roles: { core: "admin" } });
  service = await api.token(boss, { scopes: ["tokens:introspect"] });
  everywhere = await api.token(await api.person({ admin: true }), { scopes: ["tokens:introspect"] });
});

const form = { "content-type": "application/x-www-form-urlencoded" };
const introspect = (fields: Record<string, string>, options: CallOptions = {}) =>
  call("POST", "/introspect", {
    token: service.token,
    body: new URLSearchParams(fields).toString(),
    ...options,
    headers: { ...form, ...options.headers },
  });

describe("an active token", () => {
  it("is told as RFC 7662 has it, and the question counts as its use", async () => {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const made = await api.token(ada, {
      name: "日本",
      scopes: ["machines:read", "configs:read"],
      expires_at,
    });
    const answer = await introspect({ token: made.token, token_type_hint: "access_token", ip: "192.0.2.9" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const { iat, ...rest } = answer.body;
    expect(Math.abs(iat - Date.now() / 1_000)).toBeLessThan(60);
    expect(rest).toEqual({
      active: true,
      scope: "configs:read machines:read",
      client_id: made.id,
      username: ada.email,
      sub: ada.id,
      token_type: "Bearer",
      exp: Math.floor(Date.parse(expires_at) / 1_000),
      cabinet_fleet: "core",
      cabinet_namespaces: null,
    });
    const rows = await db().auditEvent.findMany({ where: { apiTokenId: made.id, via: "introspect" } });
    expect(rows).toMatchObject([{ action: "token.used", decision: "allow", fleet: "core", ip: "192.0.2.9" }]);
    const view = await call("GET", `/tokens/${made.id}`, { session: ada.session });
    expect(view.body.last_used_ip).toBe("192.0.2.9");
    // The caller's own use is one, too.
    expect(
      await db().auditEvent.count({ where: { apiTokenId: service.id, requestId: rows[0]?.requestId ?? "" } }),
    ).toBe(1);
  });

  it("that is bound is active where what it is bound to is named", async () => {
    const made = await api.token(ada, {
      fleets: ["core"],
      namespaces: ["production"],
      allowed_ips: ["203.0.113.0/24"],
    });
    const there = { token: made.token, namespace: "production", ip: "::ffff:203.0.113.4" };
    expect((await introspect(there)).body).toMatchObject({
      active: true,
      cabinet_namespaces: ["production"],
    });
  });
});

it("every token that is not active is told by the same bytes", async () => {
  const revoked = await api.token(ada);
  const paused = await api.token(ada);
  const expiring = await api.token(ada, { expires_at: new Date(Date.now() + 2_000).toISOString() });
  for (const { token } of [revoked, paused, expiring])
    expect((await introspect({ token })).body.active).toBe(true);
  await call("DELETE", `/tokens/${revoked.id}`, { session: ada.session });
  await call("PATCH", `/tokens/${paused.id}`, { session: ada.session, body: { enabled: false } });
  await new Promise((resolve) => setTimeout(resolve, 2_020));
  const foreign = await api.token(await api.person({ roles: { other: "admin" } }));
  const bound = await api.token(ada, { fleets: ["core"], namespaces: ["production"] });
  const addressed = await api.token(ada, { allowed_ips: ["203.0.113.0/24"] });
  const plain = await api.token(ada);
  const answers = await Promise.all(
    [
      { token: `${plain.token.slice(0, -1)}0` },
      { token: "not a token at all \0 日本" },
      { token: "cab_pat_0000000000000000000000000000000000000000000000000" },
      { token: revoked.token },
      { token: paused.token },
      { token: expiring.token },
      { token: foreign.token },
      { token: bound.token },
      { token: bound.token, namespace: "staging" },
      { token: bound.token, namespace: "moon" },
      { token: plain.token, namespace: "moon" },
      { token: addressed.token },
      { token: addressed.token, ip: "192.0.2.1" },
      { token: addressed.token, ip: "nonsense" },
    ].map((fields) => introspect(fields as Record<string, string>)),
  );
  const bytes = answers.map(({ status, text, headers }) => {
    const own = [...headers].filter(([name]) => name !== "x-request-id");
    return JSON.stringify([status, text, own]);
  });
  expect(answers[0]?.text).toBe('{"active":false}');
  expect(new Set(bytes).size).toBe(1);
  expect(answers[0]?.status).toBe(200);
});

describe("the caller", () => {
  it("needs tokens:introspect, by a token of its own: cookies are not read, no Origin is asked for", async () => {
    const { token } = await api.token(ada);
    const boss = await api.person({ roles: { core: "admin" } });
    expect((await introspect({ token }, { token })).status).toBe(403);
    const bare = { body: new URLSearchParams({ token }).toString(), headers: form };
    expect((await call("POST", "/introspect", bare)).status).toBe(401);
    expect((await call("POST", "/introspect", { ...bare, session: boss.session })).status).toBe(401);
    expect((await introspect({ token }, { token: "bad" })).status).toBe(401);
  });

  it("that reaches several fleets names one, before the token is looked at", async () => {
    const { token } = await api.token(ada);
    for (const asked of [token, "nonsense"]) {
      const answer = await introspect({ token: asked }, { token: everywhere.token });
      expect([answer.status, answer.body.code]).toEqual([400, "fleet_required"]);
    }
    const asked = (fleet: string) => introspect({ token, fleet }, { token: everywhere.token });
    expect((await asked("core")).body).toMatchObject({ active: true, cabinet_fleet: "core" });
    expect((await asked("other")).text).toBe('{"active":false}');
    expect((await introspect({ token, fleet: "other" })).status).toBe(404);
  });

  it("sends a form with known fields, each once", async () => {
    const { token } = await api.token(ada);
    expect((await introspect({ token, other: "1" })).status).toBe(422);
    expect((await introspect({})).status).toBe(422);
    const send = (body: string, type: string) =>
      call("POST", "/introspect", { token: service.token, body, headers: { "content-type": type } });
    expect((await send(`token=${token}&token=${token}`, form["content-type"])).status).toBe(422);
    expect((await send(JSON.stringify({ token }), "application/json")).status).toBe(415);
    expect((await send(`token=${"x".repeat(70_000)}`, form["content-type"])).status).toBe(413);
  });
});
