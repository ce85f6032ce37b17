/** What a proxy is told about a token: every limit, on every road to the judge. */
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/database/client";
import { type Answer, type CallOptions, call, type Person, useApi } from "@/lib/testing/api";
import { memory } from "./memory";

const api = useApi();
let root: Person;
let ada: Person;
let coreId: string;

const deployRules = [
  {
    methods: ["GET", "POST"],
    path: "/ns/:ns/deployments",
    scopes: ["deployments:write"],
    namespace_from: "path:ns",
  },
  {
    methods: ["DELETE"],
    path: "/ns/:ns/deployments/**",
    scopes: ["deployments:write"],
    namespace_from: "path:ns",
    approval: true,
  },
  { methods: ["*"], path: "/configs/**", scopes: ["configs:read"], namespace_from: "header:X-Namespace" },
  { methods: ["GET"], path: "/machines", scopes: ["machines:read"] },
];

beforeAll(async () => {
  coreId = (await api.fleet("core", ["production", "staging"])).id;
  await api.fleet("other", ["production"]);
  root = await api.person({ admin: true });
  ada = await api.person({ roles: { core: "deployer" } });
  const made = await call("POST", "/services", {
    session: root.session,
    body: { slug: "deploy", name: "Deploy", fleet: "core", rules: deployRules },
  });
  expect(made.status).toBe(201);
});

const ask = (query: string, options: CallOptions = {}, method: "GET" | "POST" = "GET") =>
  call(method, `/authorize${query}`, options);

/** As nginx asks about a request that it has before it. */
const asked = (method: string, target: string, headers: Record<string, string> = {}) => ({
  "x-original-method": method,
  "x-original-uri": target,
  ...headers,
});

const scopesOfAll = ["deployments:read", "deployments:write", "configs:read", "machines:read"];
const token = (body: Record<string, unknown> = {}, owner = ada) =>
  api.token(owner, { scopes: scopesOfAll, ...body });

const identity = (answer: Answer) =>
  [...answer.headers.keys()].filter((name) => name.startsWith("x-cabinet-"));

async function lastRow() {
  return db().auditEvent.findFirstOrThrow({
    where: { action: { in: ["token.used", "token.refused"] } },
    orderBy: { id: "desc" },
  });
}

describe("a good token", () => {
  it("is 204 without a body, with its identity percent-encoded, and in the log as a use", async () => {
    const made = await token({ name: "日本" });
    const answer = await ask("?scope=deployments:write&scope=machines:read&fleet=core&namespace=production", {
      token: made.token,
      ip: "192.0.2.7",
    });
    expect([answer.status, answer.text]).toEqual([204, ""]);
    const header = (name: string) => decodeURIComponent(answer.headers.get(`x-cabinet-${name}`) ?? "");
    expect(answer.headers.get("x-cabinet-token-name")).toBe("%E6%97%A5%E6%9C%AC");
    expect([header("token-id"), header("token-name"), header("owner"), header("fleet")]).toEqual([
      made.id,
      "日本",
      ada.email,
      "core",
    ]);
    expect(header("scopes").split(" ")).toEqual([...scopesOfAll].sort());
    expect(await lastRow()).toMatchObject({
      action: "token.used",
      decision: "allow",
      rbacDecision: "allow",
      via: "authorize",
      apiTokenId: made.id,
      fleet: "core",
      namespace: "production",
      requiredScopes: ["deployments:write", "machines:read"],
      statusCode: 204,
      ip: "192.0.2.7",
      count: 1,
    });
    const view = await call("GET", `/tokens/${made.id}`, { session: ada.session });
    expect([view.body.last_used_ip, view.body.last_used_at]).not.toContain(null);
  });

  it("passes by every method, by the alias too, and the cookie counts for nothing", async () => {
    const { token: clear } = await token();
    const query = "?scope=machines:read&fleet=core";
    expect((await ask(query, { token: clear }, "POST")).status).toBe(204);
    expect((await ask(query, { headers: { token: clear } })).status).toBe(204);
    expect((await ask(query, { session: ada.session })).status).toBe(401);
    expect((await ask("?scope=none&fleet=core", { token: clear })).status).toBe(204);
  });
});

describe("a question", () => {
  it.each([
    ["nothing", ""],
    ["an empty scope", "?scope=&fleet=core"],
    ["a scope that is none", "?scope=machines:fly&fleet=core"],
    ["no fleet, where there are two", "?scope=machines:read"],
    ["an empty fleet", "?scope=machines:read&fleet="],
    ["two fleets", "?scope=machines:read&fleet=core&fleet=core"],
    ["a fleet that is none", "?scope=machines:read&fleet=nowhere"],
    ["the owner's other fleet, where it has no role", "?scope=machines:read&fleet=other"],
    ["a namespace that is none", "?scope=machines:read&fleet=core&namespace=moon"],
    ["an empty namespace", "?scope=machines:read&fleet=core&namespace="],
    ["an unknown parameter", "?scope=machines:read&fleet=core&role=admin"],
    ["none beside a scope", "?scope=none&scope=machines:read&fleet=core"],
    ["one of two scopes not held", "?scope=machines:read&scope=secrets:write&fleet=core"],
    ["a scope of the instance", "?scope=users:read&fleet=core"],
    ["a service that is none", "?service=nothing"],
    ["a service without the original request", "?service=deploy"],
    ["a service with a namespace of the proxy's own", "?service=deploy&namespace=production"],
  ])("that names %s is refused, without identity", async (_, query) => {
    const { token: clear } = await token();
    const answer = await ask(query, { token: clear });
    expect([answer.status, identity(answer)]).toEqual([403, []]);
  });

  it("about a fleet or a service that the owner may not see is answered like one about none", async () => {
    const eve = await api.person({ roles: { other: "deployer" } });
    const { token: clear } = await token({}, eve);
    const bare = async (query: string) => {
      const answer = await ask(query, { token: clear, headers: asked("GET", "/nothing/here") });
      const { request_id, ...body } = answer.body;
      return body;
    };
    expect(await bare("?scope=machines:read&fleet=core")).toEqual(
      await bare("?scope=machines:read&fleet=moon"),
    );
    expect(await bare("?service=deploy")).toEqual(await bare("?service=moon"));
  });

  it("that cannot be right is 401, as is a secret in the address: nothing but 204, 401, 403, 503", async () => {
    const { token: clear } = await token();
    const query = "?scope=none&fleet=core";
    for (const options of [
      {},
      { token: "nonsense" },
      { token: `${clear}x` },
      { headers: { authorization: `Basic ${clear}` } },
      { token: clear, headers: { token: clear } },
    ])
      expect((await ask(query, options)).status).toBe(401);
    expect((await ask(`${query}&access_token=1`, { token: clear })).status).toBe(401);
    expect((await ask(`?scope=${clear}`)).status).toBe(401);
  });

  it("that is refused teaches what is missing, in RFC 6750's words and ours", async () => {
    const { token: clear } = await token({ scopes: ["machines:read"] });
    const answer = await ask("?scope=machines:write&fleet=core", { token: clear });
    expect(answer.headers.get("www-authenticate")).toContain('scope="machines:write"');
    expect(answer.body).toMatchObject({
      code: "insufficient_scope",
      required: ["machines:write"],
      held: ["machines:read"],
      fleet: "core",
    });
    expect(await lastRow()).toMatchObject({ action: "token.refused", reason: "insufficient_scope" });
  });
});

describe("when the log or the database is away", () => {
  it("is 503 within two seconds, lets nobody in, and judges again by itself", async () => {
    const { token: clear } = await token();
    const query = "?scope=machines:read&fleet=core";
    expect((await ask(query, { token: clear })).status).toBe(204);
    for (const table of ["audit_events", "secrets"]) {
      if (table === "secrets") memory().clear();
      await api.database.asOwner(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
      const began = performance.now();
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(query, { token: clear })));
      expect(performance.now() - began).toBeLessThan(2_000);
      expect(answers.map(({ status, headers }) => [status, headers.get("retry-after")])).toEqual(
        answers.map(() => [503, "1"]),
      );
      await api.database.asOwner("ROLLBACK");
      const freed = performance.now();
      while ((await ask(query, { token: clear })).status !== 204)
        expect(performance.now() - freed).toBeLessThan(2_000);
    }
  });
});

describe("whatever is wrong with the token", () => {
  // Route with a rule, one without, one that needs an approval.
  const roads = [
    ["POST", "/ns/production/deployments", 204],
    ["POST", "/nothing", 403],
    ["DELETE", "/ns/production/deployments/7", 403],
  ] as const;

  const states: [string, number | null, () => Promise<CallOptions>][] = [
    ["none", 401, async () => ({})],
    ["bad", 401, async () => ({ token: `cab_pat_${"a".repeat(49)}` })],
    [
      "expired",
      401,
      async () => {
        const expires_at = new Date(Date.now() + 1_500).toISOString();
        const made = await token({ expires_at });
        expect((await ask("?scope=none&fleet=core", { token: made.token })).status).toBe(204);
        await new Promise((resolve) => setTimeout(resolve, Date.parse(expires_at) - Date.now() + 5));
        return { token: made.token };
      },
    ],
    [
      "revoked",
      401,
      async () => {
        const made = await token();
        expect((await ask("?scope=none&fleet=core", { token: made.token })).status).toBe(204);
        await call("DELETE", `/tokens/${made.id}`, { session: ada.session });
        return { token: made.token };
      },
    ],
    [
      "paused",
      401,
      async () => {
        const made = await token();
        expect((await ask("?scope=none&fleet=core", { token: made.token })).status).toBe(204);
        await call("PATCH", `/tokens/${made.id}`, { session: ada.session, body: { enabled: false } });
        return { token: made.token };
      },
    ],
    ["of another scope", 403, async () => ({ token: (await token({ scopes: ["files:read"] })).token })],
    [
      "bound to another namespace",
      403,
      async () => ({ token: (await token({ fleets: ["core"], namespaces: ["staging"] })).token }),
    ],
    [
      "bound to other addresses",
      403,
      async () => ({ token: (await token({ allowed_ips: ["203.0.113.0/24"] })).token, ip: "192.0.2.1" }),
    ],
    [
      "bound to addresses, the caller's unknown",
      403,
      async () => ({
        token: (await token({ allowed_ips: ["0.0.0.0/0"] })).token,
        headers: { "x-cabinet-client-unknown": "1" },
      }),
    ],
    ["good", null, async () => ({ token: (await token()).token })],
    [
      "good and bound to this namespace",
      null,
      async () => ({ token: (await token({ namespaces: ["production"] })).token }),
    ],
  ];

  it.each(states)("a token that is %s", async (_, status, make) => {
    const options = await make();
    for (const [method, target, good] of roads) {
      const headers = { ...options.headers, ...asked(method, target) };
      const answer = await ask("?service=deploy", { ...options, headers });
      expect([method, answer.status, identity(answer).length > 0]).toEqual([
        method,
        status ?? good,
        (status ?? good) === 204,
      ]);
    }
  });

  it("an approval that is missing is told to who holds the rights, and to nobody else", async () => {
    const headers = asked("DELETE", "/ns/production/deployments/7");
    const { token: clear } = await token();
    const answer = await ask("?service=deploy", { token: clear, headers });
    expect([answer.status, answer.body.code]).toEqual([403, "approval_required"]);
    expect(await lastRow()).toMatchObject({
      decision: "deny",
      rbacDecision: "allow",
      reason: "approval_required",
      service: "deploy",
      path: "/ns/production/deployments/7",
      method: "DELETE",
    });
    const { token: less } = await token({ scopes: ["machines:read"] });
    expect((await ask("?service=deploy", { token: less, headers })).body.code).toBe("insufficient_scope");
  });
});

describe("a service's rules", () => {
  const judge = async (clear: string, method: string, target: string, headers: Record<string, string> = {}) =>
    (await ask("?service=deploy", { token: clear, headers: asked(method, target, headers) })).status;

  it("take the namespace from where they say and from nowhere else", async () => {
    const { token: bound } = await token({ fleets: ["core"], namespaces: ["production"] });
    expect(await judge(bound, "POST", "/ns/production/deployments")).toBe(204);
    expect(await judge(bound, "POST", "/ns/staging/deployments")).toBe(403);
    expect(await judge(bound, "PUT", "/configs/a", { "x-namespace": "production" })).toBe(204);
    expect(await judge(bound, "PUT", "/configs/a", { "x-namespace": "staging" })).toBe(403);
    expect(await judge(bound, "PUT", "/configs/a", { "x-namespace": "production, staging" })).toBe(403);
    expect(await judge(bound, "PUT", "/configs/a")).toBe(403);
    // A rule without a namespace is about none, which opens nothing to a bound token.
    expect(await judge(bound, "GET", "/machines")).toBe(403);
    const { token: free } = await token();
    expect(await judge(free, "GET", "/machines?page=2")).toBe(204);
    expect(await judge(free, "POST", "/ns/moon/deployments")).toBe(403);
  });

  it("are about method and path as they are, case and trailing slash included", async () => {
    const { token: clear } = await token();
    for (const [method, target] of [
      ["PUT", "/machines"],
      ["get", "/machines"],
      ["HEAD", "/machines"],
      ["GET, GET", "/machines"],
      ["GET", "/Machines"],
      ["GET", "/machines/"],
      ["GET", "machines"],
      ["GET", "http://deploy/machines"],
      ["GET", "/machines, /machines"],
      ["DELETE", "/ns/production/deployments"],
    ] as const)
      expect([method, target, await judge(clear, method, target)]).toEqual([method, target, 403]);
  });

  const tricks = [
    "/ns/HERE/../THERE/deployments",
    "/ns/HERE/%2e%2e/THERE/deployments",
    "/ns/HERE/.%2E/THERE/deployments",
    "/ns/HERE%2f..%2fTHERE/deployments",
    "/ns/HERE%2Fdeployments",
    "/ns/HERE/./deployments",
    "/ns//HERE/deployments",
    "//ns/HERE/deployments",
    "/ns/HERE//deployments",
    "/ns/HERE;THERE/deployments",
    "/ns/HERE/deployments;x=1",
    "/ns/HERE%3bx/deployments",
    "/ns\\HERE\\deployments",
    "/ns/HERE/..\\THERE/deployments",
    "/ns/HERE%5c..%5cTHERE/deployments",
    "/ns/HERE%00/deployments",
    "/ns/HERE/deployments%00",
    "/ns/HERE%0a/deployments",
    "/ns/HERE%252f..%252fTHERE/deployments",
    "/ns/HERE/%252e%252e/THERE/deployments",
    "/ns/HERE%ff/deployments",
    "/ns/HERE%c0%af/deployments",
    "/ns/HERE%/deployments",
    "/ns/HERE%e2%80%a8/deployments",
    "/ns/HERE/deployments#/../../THERE",
    "/NS/HERE/deployments",
    "/ns/HERE /deployments",
  ];

  it.each(tricks)("are not met by %s, in either direction", async (trick) => {
    const { token: production } = await token({ fleets: ["core"], namespaces: ["production"] });
    const { token: free } = await token();
    for (const [here, there] of [
      ["production", "staging"],
      ["staging", "production"],
    ] as const) {
      const target = trick.replaceAll("HERE", here).replaceAll("THERE", there);
      for (const clear of [production, free]) expect(await judge(clear, "POST", target)).toBe(403);
    }
  });

  it("are not asked when two proxies' words differ: one of them is the caller's", async () => {
    const { token: clear } = await token();
    const judged = async (headers: Record<string, string>) =>
      (await ask("?service=deploy", { token: clear, headers })).status;
    const one = asked("GET", "/machines");
    expect(await judged({ "x-forwarded-method": "GET", "x-forwarded-uri": "/machines" })).toBe(204);
    expect(await judged({ ...one, "x-forwarded-method": "GET", "x-forwarded-uri": "/machines" })).toBe(204);
    expect(await judged({ ...one, "x-forwarded-uri": "/configs/a" })).toBe(403);
    expect(await judged({ ...one, "x-forwarded-method": "POST" })).toBe(403);
    expect(await judged({ "x-original-uri": "/machines" })).toBe(403);
  });

  it("belong to the service's fleet: another one that is named refuses", async () => {
    const { token: clear } = await token();
    const headers = asked("GET", "/machines");
    expect((await ask("?service=deploy&fleet=core", { token: clear, headers })).status).toBe(204);
    expect((await ask("?service=deploy&fleet=other", { token: clear, headers })).status).toBe(403);
    expect((await ask("?service=deploy&scope=secrets:read", { token: clear, headers })).status).toBe(403);
  });
});

describe("a warm token follows, on its next call,", () => {
  const letIn = async (clear: string, query = "?scope=deployments:write&fleet=core&namespace=staging") =>
    (await ask(query, { token: clear })).status;

  it("its owner's role, its fleet's namespaces, a new fleet, the service's rules, by whatever hand", async () => {
    const own = await api.person({ roles: { core: "deployer" } });
    const { token: clear } = await token({}, own);
    const role = (name: "viewer" | "deployer") =>
      api.database.asOwner("UPDATE members SET role = $1::member_role WHERE user_id = $2", [name, own.id]);
    expect(await letIn(clear)).toBe(204);
    await role("viewer");
    expect(await letIn(clear)).toBe(403);
    await role("deployer");
    expect(await letIn(clear)).toBe(204);

    const query = "?scope=machines:read&fleet=core&namespace=brief";
    expect(await letIn(clear, query)).toBe(403);
    const namespace = await db().namespace.create({
      data: { id: crypto.randomUUID(), fleetId: coreId, name: "brief" },
    });
    expect(await letIn(clear, query)).toBe(204);
    await db().namespace.delete({ where: { id: namespace.id } });
    expect(await letIn(clear, query)).toBe(403);

    const admin = await token({}, root);
    expect(await letIn(admin.token, "?scope=machines:read&fleet=later")).toBe(403);
    await api.fleet("later");
    expect(await letIn(admin.token, "?scope=machines:read&fleet=later")).toBe(204);

    const headers = asked("GET", "/machines");
    const byRule = async () => (await ask("?service=deploy", { token: clear, headers })).status;
    const setRules = (rules: unknown) =>
      call("PATCH", "/services/deploy", { session: root.session, body: { rules } });
    expect(await byRule()).toBe(204);
    await setRules(deployRules.slice(0, 3));
    expect(await byRule()).toBe(403);
    await setRules(deployRules);
    expect(await byRule()).toBe(204);
  });

  it("a pause that is taken back: a refusal from memory is no longer than an allowance", async () => {
    const made = await token();
    const enable = (enabled: boolean) =>
      api.database.asOwner("UPDATE tokens SET enabled = $1 WHERE id = $2", [enabled, made.id]);
    for (let round = 0; round < 3; round++) {
      expect(await letIn(made.token)).toBe(204);
      await enable(false);
      expect([await letIn(made.token), await letIn(made.token)]).toEqual([401, 401]);
      await enable(true);
    }
    expect(await letIn(made.token)).toBe(204);
  });

  it("its own name and its owner's", async () => {
    const made = await token({ name: "before" });
    await letIn(made.token);
    await call("PATCH", `/tokens/${made.id}`, { session: ada.session, body: { name: "after" } });
    const answer = await ask("?scope=none&fleet=core", { token: made.token });
    expect(answer.headers.get("x-cabinet-token-name")).toBe("after");
  });
});

it("whatever is sent, the answer is 204, 401 or 403", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const { token: clear } = await token();
  const latin = (limit: number) =>
    fc
      .string({ unit: "binary", maxLength: limit })
      .map((s) => s.replace(/[^\t\x20-\x7e\x80-\xff]/g, "").trim());
  const piece = fc.oneof(
    latin(12),
    fc.constantFrom(
      "ns",
      "production",
      "staging",
      "deployments",
      "..",
      ".",
      "%2e",
      "%2f",
      "%ff",
      ":",
      "**",
      "machines",
    ),
  );
  const target = fc.array(piece, { maxLength: 6 }).map((parts) => `/${parts.join("/")}`);
  const parameter = fc.tuple(
    fc.constantFrom("scope", "fleet", "namespace", "service", "access", "__proto__"),
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.constantFrom("none", "core", "deploy", "production", "machines:read", "constructor"),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(parameter, { maxLength: 4 }),
      fc.oneof(latin(80), fc.constant(`Bearer ${clear}`)),
      fc.oneof(fc.constantFrom("GET", "POST", "DELETE"), latin(8)),
      target,
      latin(30),
      async (query, authorization, method, uri, other) => {
        const headers = {
          authorization,
          ...asked(method, uri, { "x-namespace": other, "user-agent": other }),
        };
        const { status } = await ask(`?${new URLSearchParams(query)}`, { headers });
        return [204, 401, 403].includes(status);
      },
    ),
    { numRuns: 3_000 },
  );
  expect(told).not.toHaveBeenCalled();
  told.mockRestore();
}, 120_000);
