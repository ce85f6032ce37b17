/** What must hold of the built server as a process, called by scripts alone. */
import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { type Admin, type Cabinet, startCabinet } from "./cabinet";
import { expect, test } from "./fixtures";
import { Script } from "./script";

const admin: Admin = { email: "admin@example.com", password: "correct horse battery staple" };
const machines = "/api/v1/fleets/default/machines";

async function signedIn(url: string): Promise<Script> {
  const script = new Script(url);
  expect((await script.signIn(admin.email, admin.password)).status).toBe(200);
  return script;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("the whole story by script alone: sign in, create, call, see it used, revoke, be refused", async ({
  cabinet,
}) => {
  const script = await signedIn(cabinet.url);
  const made = await script.call("POST", "/api/v1/tokens", {
    body: { name: "ci", scopes: ["machines:read"], expires_in: "90d" },
  });
  expect(made.status).toBe(201);
  const { id, token } = made.body;
  expect(token).toMatch(/^cab_pat_[0-9A-Za-z]{49}$/);
  const read = await script.call("GET", machines, { token });
  expect(read.status).toBe(200);
  expect(read.headers.get("cache-control")).toBe("no-store");
  expect(read.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  const write = await script.call("POST", machines, { token, body: { name: "m1", namespace: "production" } });
  expect(write.status).toBe(403);
  expect(write.headers.get("www-authenticate")).toContain('scope="machines:write"');
  const seen = await script.call("GET", `/api/v1/tokens/${id}`);
  expect(Date.now() - Date.parse(seen.body.last_used_at)).toBeLessThan(10_000);
  expect((await script.call("DELETE", `/api/v1/tokens/${id}`)).status).toBe(204);
  expect((await script.call("GET", machines, { token })).status).toBe(401);
  const log = await script.call("GET", `/api/v1/audit?token=${id}`);
  const actions = log.body.data.map((entry: { action: string }) => entry.action);
  expect(actions).toEqual(["token.refused", "token.revoked", "token.refused", "token.used", "token.created"]);
  expect(log.body.data.find((entry: { action: string }) => entry.action === "token.used").request_id).toBe(
    read.headers.get("x-request-id"),
  );
});

test("what was answered survives kill -9: created tokens work, revoked ones do not, uses are in the log", async () => {
  test.setTimeout(120_000);
  let cabinet: Cabinet = await startCabinet({ admin });
  const alive: { id: string; token: string }[] = [];
  const dead: { id: string; token: string }[] = [];
  let uses = 0;
  for (let round = 0; round < 4; round++) {
    const script = await signedIn(cabinet.url);
    for (let i = 0; i < 5; i++) alive.push(await script.createToken());
    const ended = await script.createToken();
    expect((await script.call("DELETE", `/api/v1/tokens/${ended.id}`)).status).toBe(204);
    dead.push(ended);
    // Callers are at work when it dies; only what was answered counts.
    const counted = alive[0];
    const load = Promise.all(
      Array.from({ length: 16 }, async () => {
        for (;;) {
          const answer = await script.call("GET", machines, { token: counted?.token }).catch(() => null);
          if (answer?.status === 200) uses += 1;
          if (answer === null) return;
        }
      }),
    );
    await pause(300);
    const last = await script.createToken();
    await cabinet.kill();
    alive.push(last);
    await load;
    cabinet = await startCabinet({ dataDir: cabinet.dataDir, admin });
    for (const { token } of alive.slice(1))
      expect((await script_(cabinet).call("GET", machines, { token })).status).toBe(200);
    for (const { token } of dead)
      expect((await script_(cabinet).call("GET", machines, { token })).status).toBe(401);
  }
  const owner = psql(cabinet.dataDir);
  const logged = await owner(
    `SELECT count(*) AS n FROM audit_events WHERE action = 'token.used' AND api_token_id = '${alive[0]?.id}'`,
  );
  expect(uses).toBeGreaterThan(50);
  expect(Number(logged[0]?.n)).toBeGreaterThanOrEqual(uses);
  expect(await cabinet.stop()).toBe(0);
});

const script_ = (cabinet: Cabinet) => new Script(cabinet.url);

test("revoked under the load of 64 callers, no call that began after the answer is let in", async ({
  cabinet,
}) => {
  test.setTimeout(120_000);
  const [rounds, lateInEach] = [5, 100];
  const script = await signedIn(cabinet.url);
  const late: number[] = [];
  let letInBefore = 0;
  for (let round = 1; round <= rounds; round++) {
    const { id, token } = await script.createToken();
    let revokedAt = Number.POSITIVE_INFINITY;
    const callers = Promise.all(
      Array.from({ length: 64 }, async () => {
        while (late.length < round * lateInEach) {
          const began = performance.now();
          const { status } = await script.call("GET", machines, { token });
          if (began > revokedAt) late.push(status);
          else if (status === 200) letInBefore += 1;
        }
      }),
    );
    await pause(200);
    expect((await script.call("DELETE", `/api/v1/tokens/${id}`)).status).toBe(204);
    revokedAt = performance.now();
    await callers;
  }
  expect(letInBefore).toBeGreaterThan(100);
  expect(late.length).toBeGreaterThanOrEqual(rounds * lateInEach);
  expect(late.filter((status) => status !== 401)).toEqual([]);
});

test("judging is answered ahead of Next: whatever method and path, as they came", async ({ cabinet }) => {
  const script = await signedIn(cabinet.url);
  const rules = [{ methods: ["GET", "PROPFIND"], path: "/apps/:app", scopes: ["machines:read"] }];
  const service = { slug: "judged", name: "Judged", fleet: "default", rules };
  expect((await script.call("POST", "/api/v1/services", { body: service })).status).toBe(201);
  const { id, token } = await script.createToken({ scopes: ["machines:read", "tokens:introspect"] });
  const ask = async (path: string, method = "GET") =>
    (await script.call(method, `/api/v1/authorize${path}`, { token })).status;
  const answer = await script.call("GET", "/api/v1/authorize?scope=machines:read", { token });
  expect([answer.status, answer.headers.get("x-cabinet-token-id")]).toEqual([204, id]);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect([await ask("/judged/apps/one", "PROPFIND"), await ask("/judged/apps/one%2ftwo")]).toEqual([
    200, 403,
  ]);
  // Forwarded headers from an address that is no trusted proxy are not heard.
  const headers = { "x-original-method": "GET", "x-original-uri": "/apps/one" };
  const forged = await script.call("GET", "/api/v1/authorize?service=judged", { token, headers });
  expect(forged.status).toBe(403);
  const form = { token };
  expect((await script.call("POST", "/api/v1/introspect", { token, form })).body).toMatchObject({
    active: true,
    client_id: id,
  });
  expect((await script.call("DELETE", `/api/v1/tokens/${id}`)).status).toBe(204);
  expect([await ask("?scope=machines:read"), await ask("/judged/apps/one")]).toEqual([401, 401]);
});

test("the clear secret is found nowhere but in the answer that showed it", async () => {
  test.setTimeout(90_000);
  // From a trusted proxy a request's id is taken: it is what a caller can have the server print.
  const cabinet = await startCabinet({ admin, env: { CABINET_TRUSTED_PROXIES: "127.0.0.0/8,::1/128" } });
  const script = await signedIn(cabinet.url);
  const canary = `canary-${Date.now()}`;
  const { id, token } = await script.createToken({ name: canary, scopes: ["machines:read", "admin"] });
  await script.call("GET", machines, { token });
  await script.call("GET", `/api/v1/nowhere/${token}`, { token });
  await script.call("GET", `${machines}?access=${token}`);
  await script.call("POST", machines, { token, body: { name: token, namespace: "production", tags: ["x"] } });
  await script.call("GET", machines, { token, headers: { "user-agent": token, "x-request-id": token } });
  await script.call("PATCH", `/api/v1/tokens/${id}`, { body: { description: "kept" } });
  const rotated = (await script.call("POST", `/api/v1/tokens/${id}/rotate`, { body: {} })).body
    .token as string;
  expect(rotated).toMatch(/^cab_pat_/);

  // Calls that fail inside are printed, with all that the errors say.
  const printedCanary = randomUUID();
  const sql = psql(cabinet.dataDir);
  await sql("ALTER TABLE machines RENAME TO machines_away");
  const failed = await script.call("POST", machines, {
    token: rotated,
    headers: { "x-request-id": printedCanary, "user-agent": `${token} ${rotated}` },
    body: { name: "canary", namespace: "production" },
  });
  expect(failed.status).toBe(500);
  expect(failed.headers.get("x-request-id")).toBe(printedCanary);
  await sql("ALTER TABLE machines_away RENAME TO machines");

  const pages: string[] = [];
  for (const page of [
    "/settings/tokens",
    "/settings/tokens?status=all",
    "/settings/security",
    "/fleets/default/machines",
  ]) {
    pages.push(
      (await script.call("GET", page)).text,
      (await script.call("GET", page, { headers: { rsc: "1" } })).text,
    );
  }
  const answers = await Promise.all(
    [
      "/api/v1/tokens?status=all",
      `/api/v1/tokens/${id}`,
      `/api/v1/audit?token=${id}`,
      "/api/v1/audit?limit=200",
    ].map(async (address) => (await script.call("GET", address)).text),
  );
  const dump = await dumpTables(cabinet.dataDir);
  const printed = cabinet.output();
  await cabinet.stop({ keepData: true });
  const folders = [cabinet.dataDir, path.resolve(".next/cache"), path.resolve(".next/server")];

  // The search must be able to find: the canary's name stands where such things may stand.
  expect(pages.join("\n")).toContain(canary);
  expect(answers.join("\n")).toContain(canary);
  expect(dump).toContain(canary);
  expect(printed).toContain(printedCanary);
  expect(filesWith(canary, folders)).not.toEqual([]);
  for (const secret of [token, rotated]) {
    const middle = secret.slice(14, 50);
    for (const text of [...pages, ...answers, dump, printed]) expect(text.includes(middle)).toBe(false);
    expect(filesWith(middle, folders)).toEqual([]);
  }
  execFileSync("rm", ["-rf", cabinet.dataDir]);
});

test("a second server on the same data folder, or on a taken port, ends in one clear sentence", async ({
  cabinet,
}) => {
  const start = (env: Record<string, string>) =>
    spawnSync(process.execPath, ["scripts/start.mjs"], {
      env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...env },
      encoding: "utf8",
      timeout: 30_000,
    });
  const sameFolder = start({ CABINET_DATA_DIR: cabinet.dataDir, PORT: "47999" });
  expect(sameFolder.status).toBe(1);
  expect(sameFolder.stderr.trim().split("\n")).toHaveLength(1);
  expect(sameFolder.stderr).toMatch(/Another Token Cabinet .* is running/);
  const port = new URL(cabinet.url).port;
  const samePort = start({ CABINET_DATA_DIR: `${cabinet.dataDir}-other`, PORT: port });
  expect(samePort.status).toBe(1);
  expect(samePort.stderr.trim().split("\n")).toHaveLength(1);
  expect(samePort.stderr).toContain(port);
  const wrong = start({
    CABINET_DATA_DIR: `${cabinet.dataDir}-other`,
    CABINET_SECRET: "short",
    PORT: "47998",
  });
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toContain("CABINET_SECRET");
  expect(wrong.stderr).not.toContain("    at ");
});

// What the server says of it goes nowhere: whoever started it has gone, and its end of the pipe with them.
test("when PostgreSQL is killed, calls get 503 and the server comes back by itself, read by anybody or not", async () => {
  test.setTimeout(60_000);
  const cabinet = await startCabinet({ admin });
  cabinet.stopReading();
  const script = await signedIn(cabinet.url);
  const { token } = await script.createToken();
  const pid = Number(
    readFileSync(path.join(cabinet.dataDir, "postgres/data/postmaster.pid"), "utf8").split("\n")[0],
  );
  process.kill(pid, "SIGKILL");
  const seen = new Set<number>();
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { status } = await script.call("GET", machines, { token });
    seen.add(status);
    if (status === 200 && seen.has(503)) break;
    expect(Date.now()).toBeLessThan(deadline);
    await pause(20);
  }
  expect([...seen].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(await cabinet.stop()).toBe(0);
});

test("stopped under load it answers what it has begun and exits cleanly", async () => {
  const cabinet = await startCabinet({ admin });
  const script = await signedIn(cabinet.url);
  const { token } = await script.createToken();
  const broken: unknown[] = [];
  let stopping = false;
  const callers = Promise.all(
    Array.from({ length: 16 }, async () => {
      for (;;) {
        const answer = await script
          .call("GET", machines, { token })
          .catch((error: { cause?: { code?: string } }) => error);
        if (!("status" in answer)) {
          // Nobody listens any more: that call never began. A connection cut in the middle would be another error.
          if (!stopping || answer.cause?.code !== "ECONNREFUSED") broken.push(answer.cause ?? answer);
          return;
        }
        if (answer.status !== 200) broken.push(answer.status);
      }
    }),
  );
  await pause(500);
  stopping = true;
  expect(await cabinet.stop()).toBe(0);
  await callers;
  expect(broken).toEqual([]);
});

/** SQL as the embedded database's owner. */
function psql(dataDir: string) {
  return async (sql: string): Promise<Record<string, unknown>[]> => {
    const { default: pg } = await import("pg");
    const client = new pg.Client({
      host: path.join(dataDir, "postgres/socket"),
      user: "cabinet_owner",
      database: "cabinet",
    });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
}

async function dumpTables(dataDir: string): Promise<string> {
  const sql = psql(dataDir);
  const tables = await sql(
    "SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace",
  );
  const dumps = await Promise.all(tables.map(({ name }) => sql(`SELECT t::text AS row FROM "${name}" t`)));
  return dumps
    .flat()
    .map(({ row }) => row)
    .join("\n");
}

/** Files below the folders whose bytes contain the text. */
function filesWith(text: string, folders: string[]): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  return files.filter((file) => statSync(file).size > 0 && readFileSync(file).includes(text));
}
