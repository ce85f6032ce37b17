/** Several servers on one database: none lets in what another has ended. And the judge as a server, byte by byte. */
import http from "node:http";
import net from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { call, type Person, useApi } from "@/lib/testing/api";
import { type JudgingProcess, startJudging } from "@/lib/testing/judging-server";

const api = useApi();
let root: Person;
let coreId: string;
let servers: JudgingProcess[] = [];

beforeAll(async () => {
  coreId = (await api.fleet("core")).id;
  root = await api.person({ admin: true });
  const rules = [{ methods: ["GET"], path: "/open", scopes: ["machines:read"] }];
  await call("POST", "/services", {
    session: root.session,
    body: { slug: "api", name: "API", fleet: "core", rules },
  });
  const settings = { CABINET_TRUSTED_PROXIES: "127.0.0.1" };
  servers = await Promise.all([1, 2].map(() => startJudging(api.database.servingUrl, settings)));
}, 60_000);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
});

const agent = new http.Agent({ keepAlive: true, maxSockets: 200 });
afterAll(() => agent.destroy());

interface Sent {
  token?: string;
  method?: string;
  headers?: Record<string, string>;
}

/** One request by an address that is not tidied. */
function send(
  server: JudgingProcess | undefined,
  path: string,
  { token, method = "GET", headers }: Sent = {},
) {
  const { hostname, port } = new URL(server?.url ?? "");
  return new Promise<{ status: number; headers: http.IncomingHttpHeaders }>((resolve, reject) => {
    const request = http.request(
      {
        agent,
        hostname,
        port,
        path,
        method,
        headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
      },
      (response) => {
        response.resume();
        response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
      },
    );
    request.once("error", reject);
    request.end();
  });
}

const byScope = "/api/v1/authorize?scope=machines:read&fleet=core";
const byService = "/api/v1/authorize?service=api";
const original = { "x-original-method": "GET", "x-original-uri": "/open" };

/** 32 callers at each server on one warm token while `change` happens: the statuses of calls that began after it was answered. */
async function hammer(token: string, path: string, change: () => Promise<unknown>) {
  let changedAt = Number.POSITIVE_INFINITY;
  let before = 0;
  const late: number[] = [];
  const callers = servers.flatMap((server) =>
    Array.from({ length: 32 }, async () => {
      for (let mine = 0; mine < 2; ) {
        const began = performance.now();
        const { status } = await send(server, path, { token, headers: original });
        if (began > changedAt) {
          late.push(status);
          mine += 1;
        } else if (status === 204) before += 1;
      }
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 60));
  await change();
  changedAt = performance.now();
  await Promise.all(callers);
  return { before, late };
}

describe("64 callers of a warm token at two servers are refused from the moment that it is answered that", () => {
  const rounds = async (
    count: number,
    refused: number,
    prepare: () => Promise<{ token: string; path?: string; change: () => Promise<unknown> }>,
  ) => {
    let before = 0;
    for (let round = 0; round < count; round++) {
      const { token, path = byScope, change } = await prepare();
      const seen = await hammer(token, path, change);
      before += seen.before;
      expect(seen.late.length).toBe(128);
      expect(seen.late.filter((status) => status !== refused)).toEqual([]);
    }
    expect(before).toBeGreaterThan(count * 10);
  };
  const owner = () => api.person({ roles: { core: "viewer" } });

  it("it is revoked, at a third server", async () => {
    await rounds(10, 401, async () => {
      const ada = await owner();
      const made = await api.token(ada);
      return {
        token: made.token,
        change: () => call("DELETE", `/tokens/${made.id}`, { session: ada.session }),
      };
    });
  }, 120_000);

  it("it is paused", async () => {
    await rounds(5, 401, async () => {
      const ada = await owner();
      const made = await api.token(ada);
      const body = { enabled: false };
      return {
        token: made.token,
        change: () => call("PATCH", `/tokens/${made.id}`, { session: ada.session, body }),
      };
    });
  }, 60_000);

  it("it is narrowed, or its owner has lost the role, by hand", async () => {
    await rounds(5, 403, async () => {
      const made = await api.token(await owner(), { scopes: ["machines:read", "configs:read"] });
      const sql = "UPDATE tokens SET scopes = '{configs:read}' WHERE id = $1";
      return { token: made.token, change: () => api.database.asOwner(sql, [made.id]) };
    });
    await rounds(5, 403, async () => {
      const ada = await owner();
      const { token } = await api.token(ada);
      const where = { fleetId_userId: { fleetId: coreId, userId: ada.id } };
      return { token, change: () => db().member.delete({ where }) };
    });
  }, 60_000);

  it("the service's rules are others", async () => {
    const set = (path: string) =>
      call("PATCH", "/services/api", {
        session: root.session,
        body: { rules: [{ methods: ["GET"], path, scopes: ["machines:read"] }] },
      });
    await rounds(5, 403, async () => {
      await set("/open");
      return { token: (await api.token(await owner())).token, path: byService, change: () => set("/shut") };
    });
    await set("/open");
  }, 60_000);
});

it("what was answered is in the log, though the server is killed under load", async () => {
  const made = await api.token(await api.person({ roles: { core: "viewer" } }));
  const doomed = await startJudging(api.database.servingUrl);
  let answered = 0;
  // On a machine that is too busy the log is late, and a call is refused rather than let in.
  let refused = 0;
  const others: number[] = [];
  const callers = Array.from({ length: 32 }, async () => {
    for (;;) {
      const answer = await send(doomed, byScope, { token: made.token }).catch(() => null);
      if (answer === null) return;
      if (answer.status === 204) answered += 1;
      else if (answer.status === 503) refused += 1;
      else others.push(answer.status);
    }
  });
  const until = performance.now() + 20_000;
  while (answered <= 200 && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 50));
  await doomed.stop();
  await Promise.all(callers);
  const logged = await db().auditEvent.count({ where: { apiTokenId: made.id, action: "token.used" } });
  expect(others).toEqual([]);
  expect(answered).toBeGreaterThan(100);
  expect(logged).toBeGreaterThanOrEqual(answered);
  // On its way when it was killed: at most one call of each; and rows that came after their call was refused.
  expect(logged - answered).toBeLessThanOrEqual(32 + refused);
}, 60_000);

describe("the judge as a server", () => {
  it("judges Envoy's form by the request's own method and path, and answers 200", async () => {
    const { token } = await api.token(await api.person({ roles: { core: "viewer" } }));
    const [server] = servers;
    const judged = async (path: string, method = "GET") =>
      (await send(server, `/api/v1/authorize/${path}`, { token, method })).status;
    expect(await judged("api/open")).toBe(200);
    expect(await judged("api/open?x=%2e%2e")).toBe(200);
    expect(await judged("api/open", "POST")).toBe(403);
    expect(await judged("api/open", "PROPFIND")).toBe(403);
    for (const path of [
      "api/../open",
      "api/%6fpen/",
      "api//open",
      "nothing/open",
      "api",
      "",
      "api/open/../open",
    ])
      expect([path, await judged(path)]).toEqual([path, 403]);
    expect((await send(server, "/api/v1/authorize/api/open")).status).toBe(401);
    // What the original's own headers say counts for nothing here.
    const lied = await send(server, "/api/v1/authorize/api/shut", { token, headers: original });
    expect(lied.status).toBe(403);
  });

  it("believes no identity, and takes the client's address from the trusted proxy alone", async () => {
    const ada = await api.person({ roles: { core: "viewer" } });
    const { token } = await api.token(ada, { allowed_ips: ["203.0.113.0/24"] });
    const from = async (headers: Record<string, string>) =>
      (await send(servers[0], byScope, { token, headers })).status;
    expect(await from({ "x-forwarded-for": "203.0.113.5" })).toBe(204);
    expect(await from({ "x-forwarded-for": "203.0.113.5, 192.0.2.1" })).toBe(403);
    expect(await from({ "x-forwarded-for": "nonsense" })).toBe(403);
    expect(await from({})).toBe(403);
    expect(await from({ "x-cabinet-client-ip": "203.0.113.5" })).toBe(403);
  });

  it("answers any method, HEAD and OPTIONS too, and reads no body", async () => {
    const { token } = await api.token(await api.person({ roles: { core: "viewer" } }));
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST", "PROPFIND"])
      expect([method, (await send(servers[0], byScope, { token, method })).status]).toEqual([method, 204]);
  });

  it("survives what is no proper request", async () => {
    const port = Number(new URL(servers[0]?.url ?? "").port);
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        let answer = "";
        const socket = net.connect(port, "127.0.0.1", () => socket.end(text, "latin1"));
        socket.on("data", (data) => {
          answer += data;
        });
        socket.on("close", () => resolve(answer.split("\r\n")[0] ?? ""));
        socket.on("error", () => {});
      });
    const head = "GET /api/v1/authorize?scope=none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    expect(await raw(`${head}Authorization: Bearer \xff\xfe\r\n\r\n`)).toContain("401");
    expect(await raw(`${head}Authorization: a\r\nAuthorization: b\r\n\r\n`)).toContain("401");
    expect(
      await raw("GET /api/v1/authorize?%ff=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
    ).toContain("401");
  });
});
