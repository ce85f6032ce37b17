import fc from "fast-check";
import pg from "pg";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { uuidv7 } from "@/lib/database/uuid";
import { resetEnv } from "@/lib/env";
import { type Answer, type CallOptions, call, type Person, useApi } from "@/lib/testing/api";
import { TokenSecret } from "@/lib/tokens/secret";

const api = useApi();
let ada: Person;
let eve: Person;
let reader: { id: string; token: string };
let manager: { id: string; token: string };
let foreign: { id: string; token: string };

beforeAll(async () => {
  await api.fleet("core");
  await api.fleet("other");
  ada = await api.person({ roles: { core: "deployer" } });
  eve = await api.person({ roles: { other: "deployer" } });
  reader = await api.token(ada, { name: "reader" });
  manager = await api.token(ada, { name: "manager", scopes: ["admin"] });
  foreign = await api.token(eve, { name: "foreign" });
});

afterEach(() => vi.restoreAllMocks());

const machines = "/fleets/core/machines";
const body = { name: "made", scopes: ["machines:read"] };

/** An answer's bytes without what is its own: the request id. */
const bytes = (answer: Answer) => ({
  status: answer.status,
  text: answer.text.replace(answer.headers.get("x-request-id") ?? "none", "ID"),
  headers: [...answer.headers].filter(([name]) => name !== "x-request-id"),
});

const made = async () =>
  Number((await api.database.asOwner<{ n: string }>("SELECT count(*) n FROM tokens"))[0]?.n);

/** The code of the refusal. */
const codeOf = async (
  method: "GET" | "POST" | "PATCH" | "DELETE",
  address: string,
  options: CallOptions = {},
) => (await call(method, address, options)).body?.code;

describe("the order of refusals", () => {
  // Each request has this fault and all later ones; the first one is what is answered.
  const broken = "{";
  const huge = { "content-length": "100000" };
  it.each<[string, string, () => CallOptions & { address?: string }]>([
    [
      "400 before 401",
      "secret_in_query",
      () => ({ address: "/tokens?access_token=x", token: "bad", body: broken }),
    ],
    [
      "two credentials before 401",
      "two_credentials",
      () => ({ token: "bad", headers: { token: "bad" }, body: broken }),
    ],
    [
      "401 before a foreign origin",
      "credentials_missing",
      () => ({ headers: { origin: "https://evil.example" }, body: broken }),
    ],
    [
      "a foreign origin before the body",
      "foreign_origin",
      () => ({ session: ada.session, headers: { origin: "https://evil.example", ...huge }, body: broken }),
    ],
    [
      "403 nowhere before the body",
      "insufficient_scope",
      () => ({ token: reader.token, headers: huge, body: broken }),
    ],
    [
      "413 before 415",
      "body_too_large",
      () => ({ token: manager.token, headers: { ...huge, "content-type": "text/plain" }, body: broken }),
    ],
    [
      "415 before broken JSON",
      "unsupported_media_type",
      () => ({ token: manager.token, headers: { "content-type": "text/plain" }, body: broken }),
    ],
    [
      "broken JSON before 422",
      "malformed_json",
      () => ({ token: manager.token, address: "/tokens?bogus=1", body: broken }),
    ],
    [
      "422 before 403 not here",
      "validation_failed",
      () => ({ token: manager.token, body: { name: "", scopes: ["audit:read"] } }),
    ],
  ])("has %s", async (_, code, options) => {
    const { address = "/tokens", ...rest } = options();
    expect(await codeOf("POST", address, rest)).toBe(code);
  });

  it("has 422 before 404, 404 before 403 not here, and that before 409", async () => {
    const patch = { session: ada.session, body: { bogus: 1 } };
    expect(await codeOf("PATCH", `/tokens/${uuidv7()}`, patch)).toBe("validation_failed");
    const bound = await api.token(ada, { name: "bound", scopes: ["admin"], fleets: ["core"] });
    expect(await codeOf("PATCH", `/tokens/${foreign.id}`, { token: bound.token, body: { name: "x" } })).toBe(
      "not_found",
    );
    const ended = await api.token(ada, { name: "ended" });
    await call("DELETE", `/tokens/${ended.id}`, { session: ada.session });
    expect(await codeOf("PATCH", `/tokens/${ended.id}`, { token: bound.token, body: { name: "x" } })).toBe(
      "insufficient_scope",
    );
    expect(await codeOf("PATCH", `/tokens/${ended.id}`, { token: manager.token, body: { name: "x" } })).toBe(
      "token_revoked",
    );
  });
});

describe("a credential", () => {
  it("is taken as Bearer in any case and as Token", async () => {
    for (const headers of [
      { authorization: `Bearer ${reader.token}` },
      { authorization: `bearer   ${reader.token}` },
      { token: reader.token },
    ]) {
      expect(
        (await call("GET", "/whoami", { headers: headers as Record<string, string> })).body.token.id,
      ).toBe(reader.id);
    }
  });

  it.each([
    ["another scheme", () => `Basic ${Buffer.from("a:b").toString("base64")}`],
    ["no scheme", () => reader.token],
    ["two secrets", () => `Bearer ${reader.token} ${manager.token}`],
    ["two secrets with a comma", () => `Bearer ${reader.token}, Bearer ${reader.token}`],
    ["nothing", () => "Bearer "],
  ])("with %s is 401 invalid_token", async (_, value) => {
    const answer = await call("GET", "/whoami", { headers: { authorization: value() } });
    expect([answer.status, answer.body.code]).toEqual([401, "invalid_token"]);
  });

  it("in both headers at once is 400, even if they are the same", async () => {
    const answer = await call("GET", "/whoami", { token: reader.token, headers: { token: reader.token } });
    expect([answer.status, answer.body.code]).toEqual([400, "two_credentials"]);
  });

  it.each<[string, (secret: string) => string]>([
    ["as any parameter", (secret) => `x=${secret}`],
    ["as a parameter's name", (secret) => secret],
    ["inside of a longer value", (secret) => `x=a${secret}b`],
    [
      "percent-encoded",
      (secret) => `x=${[...secret].map((c) => `%${c.charCodeAt(0).toString(16)}`).join("")}`,
    ],
    [
      "percent-encoded beside something that does not decode",
      (secret) => `y=%ff%&x=${secret.replace("cab_", "%63ab%5f")}`,
    ],
    ["called access_token", () => "access_token=anything"],
    ["called access_token, encoded", () => "%61ccess%5Ftoken="],
  ])("in the query, %s, is 400 and let in nowhere", async (_, query) => {
    const answer = await call("GET", `/whoami?${query(reader.token)}`, { token: reader.token });
    expect([answer.status, answer.body.code]).toEqual([400, "secret_in_query"]);
    expect(answer.text).not.toContain(reader.token);
  });

  it("that is bad is not saved by a good cookie", async () => {
    for (const headers of [
      { authorization: "Bearer nonsense" },
      { token: "nonsense" },
      { authorization: "" },
    ]) {
      const answer = await call("GET", "/whoami", {
        session: ada.session,
        headers: headers as Record<string, string>,
      });
      expect([answer.status, answer.body.code]).toEqual([401, "invalid_token"]);
    }
  });

  it("that is good is the caller, whatever cookie comes with it", async () => {
    const answer = await call("GET", "/whoami", { session: eve.session, token: reader.token });
    expect(answer.body.token.id).toBe(reader.id);
  });

  it("with a changed last character is refused without a single query", async () => {
    const query = vi.spyOn(pg.Client.prototype, "query");
    const last = reader.token.at(-1) === "0" ? "1" : "0";
    const answer = await call("GET", machines, { token: reader.token.slice(0, -1) + last });
    expect(answer.status).toBe(401);
    expect(query).not.toHaveBeenCalled();
    // The same eyes see the queries of a good one.
    await call("GET", machines, { token: reader.token });
    expect(query).toHaveBeenCalled();
  });

  it("that is unknown, expired, revoked, paused, rotated or its owner's who is gone answers with the same bytes", async () => {
    const sql = (text: string, id: string) => api.database.asOwner(text, [id]);
    const [expired, revoked, paused, rotated] = await Promise.all(
      ["expired", "revoked", "paused", "rotated"].map((name) => api.token(ada, { name })),
    );
    const gone = await api.person({ roles: { core: "viewer" } });
    const orphan = await api.token(gone);
    if (!expired || !revoked || !paused || !rotated) throw new Error("not made");
    await sql("UPDATE tokens SET expires_at = now() - interval '1 second' WHERE id = $1", expired.id);
    await call("DELETE", `/tokens/${revoked.id}`, { session: ada.session });
    await call("PATCH", `/tokens/${paused.id}`, { session: ada.session, body: { enabled: false } });
    await call("POST", `/tokens/${rotated.id}/rotate`, { session: ada.session, body: {} });
    await sql("UPDATE users SET deactivated_at = now() WHERE id = $1", gone.id);
    const malformed = bytes(await call("GET", machines, { token: "cab_pat_nonsense" }));
    expect(malformed.status).toBe(401);
    const unknown = TokenSecret.generate("personal").reveal();
    for (const token of [unknown, expired.token, revoked.token, paused.token, rotated.token, orphan.token]) {
      expect(bytes(await call("GET", machines, { token }))).toEqual(malformed);
    }
  });
});

describe("WWW-Authenticate", () => {
  const challenge = async (options: CallOptions, address = machines) =>
    (await call("GET", address, options)).headers.get("www-authenticate");

  it("names the realm, the error and the missing scope, as RFC 6750 writes them", async () => {
    expect(await challenge({})).toBe('Bearer realm="cabinet"');
    expect(await challenge({ token: "bad" })).toBe('Bearer realm="cabinet", error="invalid_token"');
    expect(await challenge({ headers: { token: "bad" } })).toBe(
      'Bearer realm="cabinet", error="invalid_token"',
    );
    expect(await challenge({ token: reader.token }, "/tokens")).toBe(
      'Bearer realm="cabinet", error="insufficient_scope", scope="admin"',
    );
    const write = await call("POST", machines, {
      token: reader.token,
      body: { name: "m", namespace: "production" },
    });
    expect(write.headers.get("www-authenticate")).toBe(
      'Bearer realm="cabinet", error="insufficient_scope", scope="machines:write"',
    );
    expect(write.body).toMatchObject({ status: 403, required: ["machines:write"], held: ["machines:read"] });
    expect(write.body.fix).toMatch(/\/settings\/tokens/);
  });

  it("is not sent with a good answer, a 404 or a 422", async () => {
    expect(await challenge({ token: reader.token })).toBeNull();
    expect(await challenge({ token: reader.token }, "/fleets/none/machines")).toBeNull();
    expect(await challenge({ token: reader.token }, `${machines}?bogus=1`)).toBeNull();
  });
});

describe("a token without admin", () => {
  const routes = [
    ["GET", "/tokens"],
    ["POST", "/tokens"],
    ["GET", "/tokens/ID"],
    ["PATCH", "/tokens/ID"],
    ["DELETE", "/tokens/ID"],
    ["POST", "/tokens/ID/rotate"],
    ["POST", "/tokens/revoke-all"],
  ] as const;

  it.each(routes)(
    "is 403 on %s %s before any id or body is looked at, itself included",
    async (method, pattern) => {
      const wide = await api.token(ada, { name: "wide", role: "deployer", scopes: undefined });
      const inherits = await api.token(ada, { name: "inherits", scopes: undefined, inherit: true });
      const ids = pattern.includes("ID") ? [wide.id, foreign.id, uuidv7(), "not-an-id"] : [""];
      const bodies =
        method === "GET" || method === "DELETE" ? [undefined] : [body, "{", "x".repeat(100_000), [], null];
      const before = await made();
      const seen = new Set<string>();
      for (const token of [wide.token, inherits.token]) {
        const own = new Set<string>();
        for (const id of ids) {
          for (const sent of bodies) {
            for (const query of ["", "?bogus=1"]) {
              const answer = await call(method, pattern.replace("ID", id) + query, { token, body: sent });
              expect(answer.status).toBe(403);
              expect(answer.body.required).toEqual(["admin"]);
              own.add(JSON.stringify(bytes(answer)));
            }
          }
        }
        expect(own.size).toBe(1);
        for (const each of own) seen.add(each);
      }
      expect(seen.size).toBeGreaterThan(0);
      expect(await made()).toBe(before);
    },
  );
});

describe("a request with a session", () => {
  it.each([
    ["a foreign", "https://evil.example"],
    ["a null", "null"],
    ["the same host's other port's", "http://localhost:3001"],
    ["a longer", "http://localhost:3000.evil.example"],
    ["an https", "https://localhost:3000"],
    ["an empty", ""],
  ])("and %s Origin changes nothing: 403", async (_, origin) => {
    const before = await made();
    for (const [method, address] of [
      ["POST", "/tokens"],
      ["PATCH", `/tokens/${reader.id}`],
      ["DELETE", `/tokens/${reader.id}`],
    ] as const) {
      const answer = await call(method, address, { session: ada.session, headers: { origin }, body });
      expect([answer.status, answer.body.code]).toEqual([403, "foreign_origin"]);
    }
    expect(await made()).toBe(before);
    expect((await call("GET", "/whoami", { token: reader.token })).status).toBe(200);
  });

  it("and no Origin changes nothing either, but may read", async () => {
    const handlers = (await import("@/app/api/v1/tokens/route")) as Record<string, Handler>;
    const send = async (method: string) => {
      const probe = new Headers();
      await call("GET", "/whoami", { session: ada.session });
      probe.set("cookie", await cookieOf(ada.session));
      const init =
        method === "POST"
          ? { method, headers: probe, body: JSON.stringify(body) }
          : { method, headers: probe };
      return handlers[method === "HEAD" ? "GET" : method]?.(
        new Request("http://localhost:3000/api/v1/tokens", init),
        {
          params: Promise.resolve({}),
        },
      );
    };
    const post = await send("POST");
    expect([post?.status, (await post?.json())?.code]).toEqual([403, "foreign_origin"]);
    expect((await send("GET"))?.status).toBe(200);
    expect((await send("HEAD"))?.status).toBe(200);
  });

  it("and a foreign Origin may read: nothing is changed by reading", async () => {
    const answer = await call("GET", "/tokens", {
      session: ada.session,
      headers: { origin: "https://evil.example" },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("needs no Origin of a token", async () => {
    const answer = await call("POST", "/tokens", {
      token: manager.token,
      headers: { origin: "https://evil.example" },
      body,
    });
    expect(answer.status).toBe(201);
  });
});

describe("with an https origin", () => {
  it("a credential over plain http is 403 https_required, over https it is taken", async () => {
    process.env.CABINET_URL = "https://cabinet.example.org";
    resetEnv();
    try {
      const plain = await call("GET", "/whoami", { token: reader.token });
      expect([plain.status, plain.body.code]).toEqual([403, "https_required"]);
      expect(await codeOf("GET", "/whoami", { headers: { cookie: "a=b" } })).toBe("https_required");
      expect(await codeOf("GET", "/whoami", { headers: { token: reader.token } })).toBe("https_required");
      const https = { "x-cabinet-proto": "https" };
      expect((await call("GET", "/whoami", { token: reader.token, headers: https })).status).toBe(200);
    } finally {
      process.env.CABINET_URL = "http://localhost:3000";
      resetEnv();
    }
  });
});

describe("a body", () => {
  const post = (sent: unknown, headers: Record<string, string> = {}) =>
    call("POST", "/tokens", { session: ada.session, body: sent, headers });

  it("of 64 kB is read, of one byte more it is 413", async () => {
    const json = JSON.stringify(body);
    expect((await post(json.padEnd(65_536))).status).toBe(201);
    expect((await post(json.padEnd(65_537))).status).toBe(413);
  });

  it("that comes in pieces without a length is 413 as soon as it is too large", async () => {
    const { POST } = (await import("@/app/api/v1/tokens/route")) as unknown as Record<string, Handler>;
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new TextEncoder().encode(" ".repeat(1_024)));
      },
    });
    const headers = { authorization: `Bearer ${manager.token}`, "content-type": "application/json" };
    const init = { method: "POST", headers, body: endless, duplex: "half" } as RequestInit;
    const answer = await POST?.(new Request("http://localhost:3000/api/v1/tokens", init), {
      params: Promise.resolve({}),
    });
    expect(answer?.status).toBe(413);
    expect(pulled).toBeLessThan(100);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "",
  ])("of type %j is 415", async (type) => {
    expect((await post(body, { "content-type": type })).status).toBe(415);
  });

  it("of type application/json with a charset is read", async () => {
    expect((await post(body, { "content-type": "Application/JSON; charset=utf-8" })).status).toBe(201);
  });

  it.each([
    ["cut short", '{"name":"a"'],
    ["with a comma too many", '{"name":"a",}'],
    ["with two values", "{}{}"],
    ["in single quotes", "{'name':'a'}"],
    ["with NaN", '{"name":NaN}'],
    ["with a key twice", '{"name":"a","name":"b","scopes":["machines:read"]}'],
    ["with a key twice, once escaped", '{"name":"a","n\\u0061me":"b","scopes":["machines:read"]}'],
    ["with a key twice further in", '{"name":"a","scopes":["machines:read"],"x":[{"b":1,"b":1}]}'],
  ])("%s is 400", async (_, text) => {
    const answer = await post(text);
    expect([answer.status, answer.body.code]).toEqual([400, "malformed_json"]);
  });

  it("may have the same key in two objects, and anything in a text", async () => {
    const answer = await post(
      '{"name":"a: \\"name\\":{","scopes":["machines:read"],"description":"\\"name\\":1,{\\"name\\":2}"}',
    );
    expect(answer.status).toBe(201);
  });

  it.each([
    ["nothing", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["a list around it", [body]],
    ["a text", '"name"'],
    ["a number", "1"],
    ["an operator for a text", { ...body, name: { not: "" } }],
    ["an operator for a flag", { ...body, enabled: { set: true } }],
    ["an operator in a list", { ...body, scopes: [{ not: "" }] }],
    ["a list for a text", { ...body, name: ["a"] }],
    ["a text for a list", { ...body, scopes: "machines:read" }],
    ["an object for a list", { ...body, scopes: { 0: "machines:read", length: 1 } }],
    ["a flag as a text", { ...body, enabled: "false" }],
    ["a null name", { ...body, name: null }],
    ["__proto__", '{"name":"a","scopes":["machines:read"],"__proto__":{"admin":true}}'],
    ["only __proto__", '{"__proto__":{"name":"a","scopes":["machines:read"]}}'],
    ["constructor", { ...body, constructor: { prototype: {} } }],
    ["somebody else's owner_id", { ...body, owner_id: "x" }],
    ["ownerUserId", { ...body, ownerUserId: "x" }],
    ["hash", { ...body, hash: "x" }],
    ["revoked_at", { ...body, revoked_at: null }],
    ["id", { ...body, id: uuidv7() }],
    ["created_by", { ...body, created_by: { type: "system", id: null, name: "x" } }],
  ])("with %s is 422, and nothing is written", async (_, sent) => {
    const before = await made();
    const answer = await post(sent);
    expect([answer.status, answer.body.code]).toEqual([422, "validation_failed"]);
    expect(answer.body.errors.length).toBeGreaterThan(0);
    expect(await made()).toBe(before);
  });
});

describe("a query", () => {
  it.each([
    ["an unknown parameter", "bogus=1", "bogus"],
    ["a parameter twice", "limit=5&limit=6", "limit"],
    ["a parameter twice, alike", "sort=name&sort=name", "sort"],
    ["__proto__", "__proto__=1", "__proto__"],
    ["a parameter as a list", "status[]=active", "status[]"],
    ["a parameter as an object", "status[not]=active", "status[not]"],
    ["a limit over 200", "limit=201", "limit"],
    ["a limit of 0", "limit=0", "limit"],
    ["a negative limit", "limit=-1", "limit"],
    ["a limit that is no whole number", "limit=1.5", "limit"],
    ["a limit in other notation", "limit=1e2", "limit"],
    ["an empty limit", "limit=", "limit"],
    ["an unknown status", "status=gone", "status.0"],
    ["no status", "status=", "status.0"],
    ["an unknown sort", "sort=hash", "sort"],
    ["an unknown kind", "kind=all", "kind"],
  ])("with %s is 422 and names it", async (_, query, path) => {
    const answer = await call("GET", `/tokens?${query}`, { session: ada.session });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  it("with several faults names them all", async () => {
    const answer = await call("GET", "/tokens?bogus=1&limit=999&sort=x&limit=2&odd=", {
      session: ada.session,
    });
    const paths = answer.body.errors.map((error: { path: string }) => error.path);
    expect(new Set(paths)).toEqual(new Set(["bogus", "odd", "limit", "sort"]));
  });

  it("may ask for 200", async () => {
    expect((await call("GET", "/tokens?limit=200", { session: ada.session })).status).toBe(200);
  });

  it("on a route that takes none is 422", async () => {
    expect((await call("GET", "/whoami?x=1", { session: ada.session })).status).toBe(422);
    expect((await call("DELETE", `/tokens/${reader.id}?hard=true`, { session: ada.session })).status).toBe(
      422,
    );
  });
});

describe("an id", () => {
  const routes = [
    ["GET", "/tokens/ID", undefined],
    ["PATCH", "/tokens/ID", { name: "x" }],
    ["DELETE", "/tokens/ID", undefined],
    ["POST", "/tokens/ID/rotate", {}],
    ["GET", "/fleets/core/machines/ID", undefined],
    ["PATCH", "/fleets/core/machines/ID", { name: "x" }],
    ["DELETE", "/fleets/core/machines/ID", undefined],
  ] as const;

  it.each(routes)(
    "%s %s: foreign, made up or no id at all, it is the same 404",
    async (method, pattern, sent) => {
      const machine = await call("POST", "/fleets/other/machines", {
        session: eve.session,
        body: { name: `m-${uuidv7()}`, namespace: "production" },
      });
      const other = pattern.startsWith("/tokens") ? foreign.id : machine.body.id;
      const ask = async (id: string) =>
        bytes(await call(method, pattern.replace("ID", id), { session: ada.session, body: sent }));
      const madeUp = await ask(uuidv7());
      expect(madeUp.status).toBe(404);
      for (const id of [
        other,
        other.toUpperCase(),
        "x",
        "1",
        "%00",
        "..%2f",
        `${uuidv7()}%27--`,
        "{}",
        "0".repeat(300),
      ]) {
        expect(await ask(id)).toEqual(madeUp);
      }
      expect((await call("GET", "/whoami", { token: foreign.token })).status).toBe(200);
    },
  );

  it("of a fleet that is foreign is like a made-up one", async () => {
    const ask = async (slug: string, principal: CallOptions) =>
      bytes(await call("GET", `/fleets/${slug}/machines`, principal));
    for (const principal of [{ session: ada.session }, { token: reader.token }]) {
      const madeUp = await ask("none", principal);
      expect(madeUp.status).toBe(404);
      for (const slug of ["other", "%00", "CORE", "core%20"])
        expect(await ask(slug, principal)).toEqual(madeUp);
    }
  });

  it("in capital letters is the same id", async () => {
    const answer = await call("GET", `/tokens/${reader.id.toUpperCase()}`, { session: ada.session });
    expect([answer.status, answer.body.id]).toEqual([200, reader.id]);
  });
});

describe("every answer", () => {
  it("says no-store, and the request's id in header and body", async () => {
    const ids = new Set<string>();
    const answers = [
      await call("GET", "/health"),
      await call("GET", "/nothing/here"),
      await call("GET", "/whoami"),
      await call("GET", "/whoami", { token: "bad" }),
      await call("GET", "/whoami", { token: reader.token }),
      await call("GET", "/tokens", { token: reader.token }),
      await call("GET", "/tokens?access_token=1", { token: reader.token }),
      await call("POST", "/tokens", { session: ada.session, body }),
      await call("POST", "/tokens", { session: ada.session, body: "{" }),
      await call("POST", "/tokens", { session: ada.session, body: {} }),
      await call("DELETE", `/tokens/${uuidv7()}`, { session: ada.session }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([
      200, 404, 401, 401, 200, 403, 400, 201, 400, 422, 404,
    ]);
    for (const answer of answers) {
      const id = answer.headers.get("x-request-id") ?? "";
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      if (answer.status >= 400) {
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
        expect(answer.body).toMatchObject({ status: answer.status, request_id: id });
        expect(Object.keys(answer.body)).toEqual(expect.arrayContaining(["type", "title", "detail", "code"]));
      }
      ids.add(id);
    }
    expect(ids.size).toBe(answers.length);
  });

  it("is an answer, and never a 500, whatever is sent", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.constantFrom(
        "\0",
        "\u2028",
        "\ud800",
        "🙂",
        "\u202e",
        "-1",
        "1e999",
        "__proto__",
        "' OR 1=1 --",
        "%",
        "\\",
      ),
    );
    const json = fc.oneof(
      fc.record({ name: text, scopes: fc.array(text) }, { requiredKeys: [] }),
      fc.record(
        {
          name: fc.oneof(text, fc.constant("fuzz")),
          scopes: fc.constant(["machines:read"]),
          description: text,
          consumer: text,
          fleets: fc.option(fc.array(text, { maxLength: 2 })),
          namespaces: fc.option(fc.array(text, { maxLength: 2 })),
          allowed_ips: fc.option(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), text), { maxLength: 2 })),
          expires_in: fc.oneof(text, fc.constantFrom("1m", "99999999d", "0d", "never")),
          expires_at: fc.oneof(
            text,
            fc.date().map((date) => JSON.stringify(date)),
          ),
          rotate_every: fc.option(text),
        },
        { requiredKeys: ["name", "scopes"] },
      ),
      fc.jsonValue(),
    );
    const header = fc
      .string({ unit: "binary", maxLength: 60 })
      .map((s) => s.replace(/[^\t\x20-\x7e\x80-\xff]/g, ""));
    // Each address with the parameters that it takes, so that they reach the database.
    const targets = fc.constantFrom(
      { path: "/tokens", names: ["q", "cursor", "status", "sort", "limit"] },
      { path: `/tokens/${reader.id}`, names: ["reason"] },
      { path: machines, names: ["q", "cursor", "namespace", "tag"] },
      { path: "/audit", names: ["cursor", "action", "token"] },
      { path: "/tokens/revoke-all", names: ["q"] },
    );
    const cursor = fc
      .record({
        sort: fc.constantFrom("-created_at", "name", "-id", "expires_at"),
        value: fc.option(text),
        id: fc.uuid(),
      })
      .map((value) => Buffer.from(JSON.stringify(value)).toString("base64url"));
    const failed: string[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("GET", "POST", "PATCH", "DELETE"),
        targets,
        fc.array(fc.tuple(fc.nat(4), fc.oneof(text, cursor)), { maxLength: 2 }),
        json,
        header,
        async (method, { path, names }, values, sent, value) => {
          const query = values.map(([n, of]) => [names[n % names.length] ?? "", of]);
          const address = `${path}?${new URLSearchParams(query)}`;
          const reads = method === "GET" || method === "DELETE";
          const answer = await call(method as "GET", address, {
            ...(value.length % 4 === 0 ? { headers: { authorization: value } } : { session: ada.session }),
            ...(reads ? {} : { body: JSON.stringify(sent) }),
          });
          if (answer.status >= 500)
            failed.push(`${method} ${address} ${JSON.stringify(sent)}: ${answer.text}`);
          return answer.status < 500;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(failed).toEqual([]);
    expect(told).not.toHaveBeenCalled();
  }, 60_000);
});

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

async function cookieOf(session: string): Promise<string> {
  const { encode } = await import("next-auth/jwt");
  return `next-auth.session-token=${await encode({ token: { sid: session }, secret: process.env.CABINET_SECRET ?? "" })}`;
}
