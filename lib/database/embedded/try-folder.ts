import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { buildSync } from "esbuild";
import pg from "pg";
import { postgresOn } from "@/lib/database/embedded/processes";

/** For this folder's tests. A folder that every user may enter, and so the one that runs PostgreSQL. */
export async function makeTryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "embedded-"));
  await chmod(folder, 0o777);
  tryFolder = folder;
  return folder;
}

/** Kills what still runs in the folders and removes them. */
export async function clearAway(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const left = names
      .filter((name) => basename(name) === "postmaster.pid")
      .map((name) => join(folder, dirname(name)));
    for (const data of left) for (const { pid } of await postgresOn(data, undefined)) kill(pid);
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {}
}

/** One query on a connection of its own. */
export async function ask(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Outcome {
  ownerUrl?: string;
  folder?: string;
  code?: string;
  message?: string;
}

export interface Server {
  process: ChildProcess;
  /** The database that has started, or the error; empty when the process died without a word. */
  outcome: Promise<Outcome>;
  /** Lets it end by itself without calling stop(). */
  leave(): void;
  exited: Promise<void>;
}

const PROGRAM = `
  import { startEmbedded } from "@/lib/database/embedded/start";
  const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
  process.stdin.once("data", () => process.exit(0));
  startEmbedded({ dataDir: process.env.TRY_DATA_DIR, durable: false }).then(
    ({ ownerUrl, folder }) => say({ ownerUrl, folder }),
    ({ code, message }) => {
      say({ code, message });
      process.exitCode = 1;
      process.stdin.destroy();
    },
  );
`;

let tryFolder = tmpdir();
let program: string | undefined;

/** The program as one file that every user can read; it starts much faster than the sources do. */
function bundle(): string {
  if (program) return program;
  const outfile = join(tryFolder, "server.cjs");
  buildSync({
    stdin: { contents: PROGRAM, resolveDir: process.cwd(), loader: "ts" },
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["pg-native"],
    // The bundle is CommonJS and stands elsewhere: packages are found from the working directory.
    define: { "import.meta.url": '"file:///none/none.js"' },
  });
  chmodSync(outfile, 0o644);
  program = outfile;
  return program;
}

/** Starts the embedded database in a process of its own, which may be killed. */
export function startServer(
  dataDir: string,
  options: { uid?: number; gid?: number; env?: Record<string, string> } = {},
): Server {
  const { env, ...user } = options;
  const child = spawn(process.execPath, [bundle()], {
    ...user,
    env: { ...process.env, ...env, TRY_DATA_DIR: dataDir },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const outcome = new Promise<Outcome>((resolve) => {
    lines.once("line", (line) => resolve(JSON.parse(line) as Outcome));
    lines.once("close", () => resolve({}));
  });
  return { process: child, outcome, exited, leave: () => child.stdin.write("\n") };
}
