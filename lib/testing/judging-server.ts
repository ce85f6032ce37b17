/** A server that does nothing but judge, as server.ts does it; its own process when it is started by `startJudging`. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { env } from "@/lib/env";
import { prepareIncoming } from "@/lib/http/incoming";
import { serveJudging } from "@/lib/http/serve-judging";

export async function listenForJudging(): Promise<{ port: number; close(): Promise<void> }> {
  const { trustedProxies } = env();
  const server: Server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    const peer = { address: request.socket.remoteAddress, encrypted: false };
    prepareIncoming(request.headers, peer, trustedProxies);
    if (!serveJudging(request, response)) response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface JudgingProcess {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts one in a process of its own, on the given database. */
export async function startJudging(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<JudgingProcess> {
  const child = fork(path.join(import.meta.dirname, "judging-process.ts"), {
    execArgv: ["--import", "tsx"],
    env: {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "test",
      DATABASE_URL: databaseUrl,
      CABINET_SECRET: "tests only: 0123456789abcdefghijklmnop",
      ...settings,
    },
  });
  const [port] = (await once(child, "message")) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}
