/** The guides' own configurations, in real nginx and Caddy, in front of a small API. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, type Person, useApi } from "@/lib/testing/api";
import { type JudgingProcess, startJudging } from "@/lib/testing/judging-server";

const api = useApi();
const guides = path.resolve(import.meta.dirname, "../../docs/guides");
const folder = mkdtempSync(path.join(os.tmpdir(), "cabinet-proxy-"));
let cabinet: JudgingProcess;
let ada: Person;

/** What the API behind the proxy has seen. */
const seen: http.IncomingMessage[] = [];
const upstream = http.createServer((request, response) => {
  seen.push(request);
  request.resume();
  response.end("reached");
});
let upstreamPort = 0;
const running: ChildProcess[] = [];

beforeAll(async () => {
  await api.fleet("default", ["production", "staging"]);
  const root = await api.person({ admin: true });
  ada = await api.person({ roles: { default: "deployer" } });
  const body = JSON.parse(block("nginx.md", "json"));
  expect((await call("POST", "/services", { session: root.session, body })).status).toBe(201);
  cabinet = await startJudging(api.database.servingUrl, { CABINET_TRUSTED_PROXIES: "127.0.0.1" });
  upstreamPort = await new Promise((resolve) => {
    upstream.listen(0, "127.0.0.1", () => resolve((upstream.address() as net.AddressInfo).port));
  });
}, 60_000);

afterAll(async () => {
  // By their own signal: nginx's workers outlive a master that is killed.
  for (const child of running) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }
  upstream.closeAllConnections();
  upstream.close();
  await cabinet?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The first block of a language in a guide. */
function block(guide: string, language: string): string {
  const text = readFileSync(path.join(guides, guide), "utf8");
  const found = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text)?.[1];
  if (!found) throw new Error(`${guide} has no ${language}`);
  return found;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The guide's text with this run's ports. */
function configured(text: string, port: number): string {
  return text
    .replaceAll("127.0.0.1:3000", new URL(cabinet.url).host)
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${upstreamPort}`)
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace(/^:80 /m, `http://127.0.0.1:${port} `);
}

async function start(command: string, args: string[], port: number): Promise<void> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH: "/usr/sbin:/usr/bin", HOME: folder, NODE_ENV: "test" },
  });
  running.push(child);
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  for (let attempt = 0; ; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, "127.0.0.1", () => resolve(true));
      socket.on("error", () => resolve(false));
      socket.on("connect", () => socket.destroy());
    });
    if (open) return;
    if (attempt === 100) throw new Error(`${command} does not listen:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const proxies = [
  {
    name: "nginx",
    command: "/usr/sbin/nginx",
    install: "nginx-light",
    async run(port: number) {
      const config = path.join(folder, "nginx.conf");
      const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
        .join("\n");
      const site = configured(block("nginx.md", "nginx"), port);
      writeFileSync(
        config,
        `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {} http { access_log off;\n${temporary}\n${site} }`,
      );
      await start("/usr/sbin/nginx", ["-p", folder, "-c", config], port);
    },
  },
  {
    name: "Caddy",
    command: "/usr/bin/caddy",
    install: "caddy",
    async run(port: number) {
      const config = path.join(folder, "Caddyfile");
      writeFileSync(config, `{\n\tadmin off\n}\n${configured(block("caddy.md", "caddyfile"), port)}`);
      await start("/usr/bin/caddy", ["run", "--config", config, "--adapter", "caddyfile"], port);
    },
  },
];

describe.each(proxies)("behind $name", ({ command, install, run }) => {
  let port = 0;
  const there = existsSync(command);
  const test = it.skipIf(!there);
  if (!there) console.warn(`${command} is not on this machine (apt: ${install}): its guide is not tried.`);

  beforeAll(async () => {
    if (!there) return;
    port = await freePort();
    await run(port);
  }, 30_000);

  /** One request through the proxy: its status, and what the API saw of it. */
  async function send(method: string, target: string, headers: Record<string, string> = {}) {
    const before = seen.length;
    const status = await new Promise<number>((resolve, reject) => {
      const request = http.request(
        // Not the proxies' own address, which stands for nobody.
        { host: "127.0.0.1", localAddress: "127.0.0.2", port, method, path: target, headers },
        (response) => {
          response.resume();
          response.once("end", () => resolve(response.statusCode ?? 0));
        },
      );
      request.once("error", reject);
      request.end();
    });
    return { status, reached: seen.slice(before) };
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const scopes = ["deployments:read", "deployments:write"];

  test("the API sees the good calls only, whatever is wrong with the others", async () => {
    const make = (body: Record<string, unknown> = {}) => api.token(ada, { scopes, ...body });
    const revoked = await make();
    const paused = await make();
    const expiring = await make({ expires_at: new Date(Date.now() + 1_500).toISOString() });
    await call("DELETE", `/tokens/${revoked.id}`, { session: ada.session });
    await call("PATCH", `/tokens/${paused.id}`, { session: ada.session, body: { enabled: false } });
    await new Promise((resolve) => setTimeout(resolve, 1_520));
    const fine = [204, 403, 403];
    const cases: [string, Record<string, string>, readonly number[]][] = [
      ["no", {}, [401, 401, 401]],
      ["bad", bearer("cab_pat_nonsense"), [401, 401, 401]],
      ["revoked", bearer(revoked.token), [401, 401, 401]],
      ["paused", bearer(paused.token), [401, 401, 401]],
      ["expired", bearer(expiring.token), [401, 401, 401]],
      ["wrong scope", bearer((await make({ scopes: ["machines:read"] })).token), [403, 403, 403]],
      ["wrong namespace", bearer((await make({ namespaces: ["staging"] })).token), [403, 403, 403]],
      ["wrong address", bearer((await make({ allowed_ips: ["192.0.2.0/24"] })).token), [403, 403, 403]],
      ["good", bearer((await make()).token), fine],
      ["good by its alias", { token: (await make()).token }, fine],
      [
        "good, bound, from here",
        bearer((await make({ namespaces: ["production"], allowed_ips: ["127.0.0.0/8"] })).token),
        fine,
      ],
    ];
    for (const [name, headers, expected] of cases) {
      const answers = [
        await send("POST", "/ns/production/deployments", headers),
        await send("POST", "/no/rule", headers),
        await send("DELETE", "/ns/production/deployments/7", headers),
      ];
      const shown = answers.map(({ status, reached }) => (reached.length > 0 ? 204 : status));
      expect([name, shown]).toEqual([name, expected]);
    }
  });

  test("it gets an identity that no caller can forge, and never the secret", async () => {
    const made = await api.token(ada, { name: "日本", scopes });
    const { reached } = await send("GET", "/apps/a%20b/c?x=1", {
      ...bearer(made.token),
      "x-cabinet-owner": "root",
      "x-cabinet-token-id": "forged",
      "x-cabinet-role": "admin",
      x_cabinet_owner: "root",
      X_CABINET_scopes: "admin",
    });
    const [request] = reached;
    expect(request?.url).toBe("/apps/a%20b/c?x=1");
    expect(request?.headers).toMatchObject({
      "x-cabinet-token-id": made.id,
      "x-cabinet-token-name": "%E6%97%A5%E6%9C%AC",
      "x-cabinet-owner": encodeURIComponent(ada.email),
      "x-cabinet-fleet": "default",
    });
    const all = JSON.stringify(request?.rawHeaders);
    expect(all).not.toContain(made.token.slice(14));
    expect(all).not.toContain("root");
    expect(Object.keys(request?.headers ?? {}).filter((name) => name.startsWith("x_"))).toEqual([]);
  });

  test("no path means one thing to the judge and another to the API", async () => {
    const { token } = await api.token(ada, { scopes, namespaces: ["production"] });
    const forged = { "x-original-uri": "/ns/production/deployments", "x-original-method": "POST" };
    const alsoForged = { "x-forwarded-uri": "/ns/production/deployments", "x-forwarded-method": "POST" };
    for (const target of [
      "/ns/production/../staging/deployments",
      "/ns/production/%2e%2e/staging/deployments",
      "/ns/production%2f..%2fstaging/deployments",
      "/ns/staging/../production/deployments",
      "//ns/production/deployments",
      "/ns//production/deployments",
      "/ns/production;x/deployments",
      "/ns\\production\\deployments",
      "/NS/production/deployments",
      "/ns/staging/deployments",
    ]) {
      for (const headers of [{}, forged, alsoForged, { ...forged, ...alsoForged }]) {
        const { reached } = await send("POST", target, { ...bearer(token), ...headers });
        // A proxy that tidies paths passes on what it had judged.
        for (const { url } of reached) expect([target, url]).toEqual([target, "/ns/production/deployments"]);
      }
    }
  });

  test("a cabinet that stalls, or is gone, lets nobody in", async () => {
    const { token } = await api.token(ada, { scopes });
    const good = () => send("GET", "/apps/a/b", bearer(token));
    expect((await good()).reached).toHaveLength(1);
    cabinet.child.kill("SIGSTOP");
    const stalled = await Promise.all([good(), good()]);
    cabinet.child.kill("SIGCONT");
    expect(stalled.map(({ status, reached }) => [status >= 500, reached.length])).toEqual([
      [true, 0],
      [true, 0],
    ]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await good()).reached).toHaveLength(1);
  }, 30_000);
});

it("behind a proxy whose cabinet is killed, nothing is reached", async ({ skip }) => {
  const [nginx] = proxies;
  if (!nginx || !existsSync(nginx.command)) return skip("nginx is not on this machine (apt: nginx-light).");
  await cabinet.stop();
  const port = Number(
    /listen 127\.0\.0\.1:(\d+)/.exec(readFileSync(path.join(folder, "nginx.conf"), "utf8"))?.[1],
  );
  const { token } = await api.token(ada, { scopes: ["deployments:read"] });
  const before = seen.length;
  const answer = await fetch(`http://127.0.0.1:${port}/apps/a/b`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect([answer.status, seen.length - before]).toEqual([500, 0]);
});
