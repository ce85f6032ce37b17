import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:fs";
import { type FileHandle, open, rename, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Binaries } from "@/lib/database/embedded/binaries";
import { EmbeddedError, explainOutput } from "@/lib/database/embedded/errors";
import type { Layout } from "@/lib/database/embedded/folders";
import { explainSpawn } from "@/lib/database/embedded/initialise";
import { readPidFile } from "@/lib/database/embedded/pid-file";
import { SERVER_ENVIRONMENT } from "@/lib/database/embedded/settings";

const LOG_LIMIT_BYTES = 5_000_000;
const POLL_MS = 5;
/** Replaying the log after a crash may take minutes; it is not cut short. */
const READY_WITHIN_MS = 600_000;
const FAST_SHUTDOWN_MS = 60_000;

/** One running PostgreSQL server process, our child. */
export interface Postmaster {
  pid: number;
  hasExited(): boolean;
  /** Settles when the process has ended, for whatever reason. */
  exited: Promise<void>;
}

/**
 * Starts PostgreSQL and waits until it takes connections. It leads a process group of its own: a terminal's
 * Ctrl-C must not stop it before the server has written what it still holds.
 *
 * @throws EmbeddedError with the cause that its log gives.
 */
export async function launch(binaries: Binaries, layout: Layout, args: string[]): Promise<Postmaster> {
  const log = await openLog(layout.log);
  const logStart = (await log.stat()).size;
  let child: ChildProcess;
  try {
    child = spawn(binaries.postgres, args, {
      ...(layout.account ? { uid: layout.account.uid, gid: layout.account.gid } : {}),
      cwd: "/",
      detached: true,
      env: SERVER_ENVIRONMENT,
      stdio: ["ignore", log.fd, log.fd],
      windowsHide: true,
    });
  } finally {
    await log.close();
  }
  let failure: Error | undefined;
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      failure = error;
      ended = true;
      resolve();
    });
    child.once("exit", () => {
      ended = true;
      resolve();
    });
  });
  child.unref();

  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    if (failure) throw explainSpawn(failure, binaries.postgres);
    if (ended) throw explainOutput(await readFrom(layout.log, logStart), layout.folder, layout.log);
    const file = await readPidFile(layout.data);
    if (file?.ready && file.pid === child.pid) break;
    if (Date.now() > deadline) {
      child.kill("SIGINT");
      throw new EmbeddedError(
        "start_failed",
        `PostgreSQL did not become ready in 10 minutes; see ${layout.log}.`,
      );
    }
    await sleep(POLL_MS);
  }
  return { pid: child.pid as number, hasExited: () => ended, exited };
}

/** Stops PostgreSQL cleanly without waiting for its clients; returns when its pid file is gone. */
export async function shutDown(server: Postmaster, binaries: Binaries, layout: Layout): Promise<void> {
  if (server.hasExited()) return;
  if (process.platform === "win32") {
    // Windows has no SIGINT for other processes.
    spawn(binaries.pgCtl, ["stop", "-D", layout.data, "-m", "fast"], {
      env: SERVER_ENVIRONMENT,
      stdio: "ignore",
    });
  } else {
    process.kill(server.pid, "SIGINT");
  }
  const deadline = Date.now() + FAST_SHUTDOWN_MS;
  while (!server.hasExited() && Date.now() < deadline) await Promise.race([server.exited, sleep(100)]);
  if (!server.hasExited()) {
    // Leaves a replay of the log to the next start, and loses nothing that was committed.
    process.kill(server.pid, "SIGQUIT");
    await Promise.race([server.exited, sleep(10_000)]);
  }
  for (let turn = 0; turn < 400 && (await readPidFile(layout.data))?.pid === server.pid; turn++)
    await sleep(POLL_MS);
}

async function openLog(path: string): Promise<FileHandle> {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(path, `${path}.1`);
  // Never through a link: root may be writing into a folder of another user.
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
  try {
    return await open(path, flags, 0o600);
  } catch (error) {
    // Left by root in a folder of ours, or by somebody as a link.
    if (!["EACCES", "ELOOP"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    await rename(path, `${path}.1`);
    return open(path, flags, 0o600);
  }
}

async function readFrom(path: string, start: number): Promise<string> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(20_000), 0, 20_000, start);
    return buffer.subarray(0, bytesRead).toString("utf8");
  } finally {
    await handle.close();
  }
}
