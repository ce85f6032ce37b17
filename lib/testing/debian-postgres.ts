import { execFile, execFileSync, spawn } from "node:child_process";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import pg from "pg";

/** Where Debian keeps the oldest PostgreSQL that is supported here. */
export const DEBIAN_15 = "/usr/lib/postgresql/15/bin";

/** Starts Debian's PostgreSQL 15 in a temporary folder, on a socket in it. `ownerUrl` is its superuser. */
export async function startDebianPostgres(): Promise<{ ownerUrl: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "cabinet-15-"));
  const account = await otherAccount(folder);
  const options = {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", NODE_ENV: "test" as const },
    ...account,
  };
  const data = path.join(folder, "data");
  await promisify(execFile)(
    `${DEBIAN_15}/initdb`,
    ["-D", data, "-U", "owner", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"],
    options,
  );
  const settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB"];
  const server = spawn(`${DEBIAN_15}/postgres`, ["-D", data, "-k", folder, ...settings], {
    ...options,
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => server.once("close", () => resolve()));
  const ownerUrl = `postgresql:///postgres?host=${encodeURIComponent(folder)}&user=owner`;
  const stop = async () => {
    server.kill("SIGINT");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(ownerUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ownerUrl, stop };
}

/** PostgreSQL refuses to run as root: Debian's package brings a user for it. */
async function otherAccount(folder: string): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = ["-u", "-g"].map((flag) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" })),
  );
  if (uid === undefined || gid === undefined) throw new Error("There is no user postgres.");
  await chown(folder, uid, gid);
  return { uid, gid };
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
