import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Access, SOCKET_NAME } from "@/lib/database/embedded/access";
import { EmbeddedError } from "@/lib/database/embedded/errors";
import type { Layout } from "@/lib/database/embedded/folders";
import { askForOwner } from "@/lib/database/embedded/guard";
import { alreadyRunning } from "@/lib/database/embedded/lock";
import { readPidFile } from "@/lib/database/embedded/pid-file";
import { postgresOn } from "@/lib/database/embedded/processes";

/** Signals in the order of rising force, each with the time that it is given. */
const SIGNALS: readonly [NodeJS.Signals, number][] = [
  ["SIGINT", 60_000],
  ["SIGQUIT", 10_000],
  ["SIGKILL", 10_000],
];

/**
 * Clears the way for a new server on the data folder: stops a PostgreSQL whose owner was killed, and removes what
 * it left (its pid file, its socket). Whether a pid in a file still means PostgreSQL is judged by what that process
 * is and by trying the socket, for pids are given out again. The caller holds the folder's lock.
 *
 * @throws EmbeddedError `running` when the PostgreSQL has a living owner, or runs where we cannot see its process.
 */
export async function clearTheWay(layout: Layout, access: Access): Promise<void> {
  const file = await readPidFile(layout.data);
  const running = await postgresOn(layout.data, file?.pid);
  if (file || running.length > 0) {
    const owner = await askForOwner({
      ...access,
      port: file?.port ?? access.port,
      socketFolder:
        access.socketFolder === undefined ? undefined : (file?.socketFolder ?? access.socketFolder),
    });
    if (owner.kind === "alive") throw alreadyRunning(layout.folder, owner.pid);
    if (running.length > 0) await stopAll(layout, file?.pid);
    else if (owner.kind === "orphan") {
      throw new EmbeddedError(
        "running",
        `A PostgreSQL that cannot be stopped from here (pid ${file?.pid ?? "unknown"}, in another container?) is running on ${layout.folder}; stop it or set CABINET_DATA_DIR to another folder.`,
      );
    }
    await rm(join(layout.data, "postmaster.pid"), { force: true });
  }
  if (access.socketFolder === undefined) return;
  // The socket has a lock file with a pid of its own.
  await rm(join(access.socketFolder, SOCKET_NAME), { force: true });
  await rm(join(access.socketFolder, `${SOCKET_NAME}.lock`), { force: true });
}

async function stopAll(layout: Layout, pidInFile: number | undefined): Promise<void> {
  for (const [signal, givenMs] of SIGNALS) {
    const deadline = Date.now() + givenMs;
    const all = await postgresOn(layout.data, pidInFile);
    // Children stop when their server does; those that have lost it are told themselves.
    const leaders = all.filter(({ parent }) => !all.some(({ pid }) => pid === parent));
    for (const { pid } of signal === "SIGKILL" ? all : leaders) send(pid, signal, layout);
    while (Date.now() < deadline) {
      if ((await postgresOn(layout.data, pidInFile)).length === 0) return;
      await sleep(5);
    }
  }
  throw new EmbeddedError(
    "running",
    `The PostgreSQL left running on ${layout.folder} (pid ${pidInFile ?? "unknown"}) does not stop; stop it and start again.`,
  );
}

function send(pid: number, signal: NodeJS.Signals, layout: Layout): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
    throw new EmbeddedError(
      "running",
      `Another user's PostgreSQL (pid ${pid}) is running on ${layout.folder}; stop it as that user or as root.`,
      { cause: error },
    );
  }
}
