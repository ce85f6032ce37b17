import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const START_MS = 60_000;
const STOP_MS = 12_000;

export interface Admin {
  readonly email: string;
  readonly password: string;
}

/** A running server on a port and a data folder of its own. */
export interface Cabinet {
  readonly url: string;
  readonly dataDir: string;
  /** The one-time link that a server without an admin prints; null when it has one. */
  readonly setupUrl: string | null;
  /** All that the server has printed so far. */
  output(): string;
  /** Closes this end of what it prints into. */
  stopReading(): void;
  /** Asks it to end, and answers its exit code. The data is removed unless it is kept for another start. */
  stop(options?: { keepData?: boolean }): Promise<number | null>;
  /** kill -9 of the server alone; its data and its PostgreSQL are left as they are. */
  kill(): Promise<void>;
}

export interface CabinetOptions {
  readonly admin?: Admin;
  /** The data of an earlier one. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built server as `npm start` does, and waits until it is ready. */
export async function startCabinet({ admin, dataDir, env }: CabinetOptions = {}): Promise<Cabinet> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const folder = dataDir ?? (await makeFolder());
  const child = spawn(process.execPath, [path.join(root, "scripts", "start.mjs")], {
    cwd: root,
    // A group of its own: a Ctrl-C in the terminal is for the tests, and they stop it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...neutralEnvironment(),
      PORT: String(port),
      CABINET_URL: url,
      CABINET_DATA_DIR: folder,
      ...(admin ? { CABINET_ADMIN_EMAIL: admin.email, CABINET_ADMIN_PASSWORD: admin.password } : {}),
      ...env,
    },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });

  await untilReady(child, () => printed);
  return {
    url,
    dataDir: folder,
    setupUrl: /http\S+\/setup#\S+/.exec(printed)?.[0] ?? null,
    output: () => printed,
    async stop({ keepData = false } = {}) {
      const exitCode = await end(child);
      if (!keepData) await rm(folder, { recursive: true, force: true });
      return exitCode;
    },
    stopReading() {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
    async kill() {
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Nothing of the developer's own settings may leak into a test. */
function neutralEnvironment(): NodeJS.ProcessEnv {
  const ours = /^(CABINET_|DATABASE_|OIDC_|NEXTAUTH_|PG|PORT$|HOST$)/;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return Object.fromEntries(kept) as NodeJS.ProcessEnv;
}

/** Open to PostgreSQL's user, which is another one when the tests run as root. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "cabinet-e2e-"));
  await chmod(folder, 0o755);
  return folder;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilReady(child: ChildProcess, printed: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!printed().includes("Token Cabinet is ready")) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await end(child);
      throw new Error(`The server did not get ready. It said:\n${printed()}`);
    }
    await pause(50);
  }
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  await Promise.race([ended, pause(STOP_MS).then(() => child.kill("SIGKILL"))]);
  await ended;
  return child.exitCode;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
