/** One of the servers that are measured, in a process of its own: `judge`, `plain` or `select`. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { connectDatabase, pool } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { env } from "@/lib/env";
import { listenForJudging } from "@/lib/testing/judging-server";

const mode = process.argv[2];
connectDatabase(env().database?.url ?? "");
if (mode === "judge") process.send?.((await listenForJudging()).port);
else process.send?.(await listenPlainly(mode === "select" ? selectOne : await readAll()));

type Find = (hash: Buffer) => { id: string } | undefined | Promise<{ id: string } | undefined>;

/** What the judge is measured against: the same answer for a hash that is found, and nothing else. */
async function listenPlainly(find: Find): Promise<number> {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const clear = request.headers.authorization?.slice("Bearer ".length) ?? "";
    const found = find(createHash("sha256").update(clear).digest());
    const token = found instanceof Promise ? await found : found;
    if (!token) return response.writeHead(401).end();
    response.writeHead(204, {
      "X-Request-Id": uuidv7(),
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
      "Referrer-Policy": "strict-origin",
      "Cache-Control": "no-store",
      "X-Cabinet-Token-Id": token.id,
      "X-Cabinet-Token-Name": "bench",
      "X-Cabinet-Owner": "bench%40example.org",
      "X-Cabinet-Scopes": "machines%3Aread",
      "X-Cabinet-Fleet": "core",
    });
    return response.end();
  };
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    void handle(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function readAll(): Promise<Find> {
  const { rows } = await pool().query<{ hash: Buffer; id: string }>(
    "SELECT hash, token_id AS id FROM secrets",
  );
  const byHash = new Map(rows.map(({ hash, id }) => [hash.toString("latin1"), { id }]));
  return (hash) => byHash.get(hash.toString("latin1"));
}

async function selectOne(hash: Buffer): Promise<{ id: string } | undefined> {
  const text = "SELECT token_id AS id FROM secrets WHERE hash = $1";
  return (await pool().query<{ id: string }>({ name: "one", text, values: [hash] })).rows[0];
}
