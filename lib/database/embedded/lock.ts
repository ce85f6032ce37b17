import { randomBytes } from "node:crypto";
import { type FileHandle, link, open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { EmbeddedError, systemCode } from "@/lib/database/embedded/errors";
import { exists, identityOf } from "@/lib/database/embedded/processes";

const PREFIX = "server.lock.";

interface FolderLock {
  release(): Promise<void>;
}

/**
 * Makes this process the only one that serves from the folder, for its whole life.
 *
 * Each holder writes a file with the next number and its process; the highest number counts. A file whose process
 * is gone (kill -9) stays behind as stale, and only one of several newcomers can link the next number. The highest
 * is never removed, only emptied, so nobody who was slow can take a lower number for the highest.
 *
 * @throws EmbeddedError `running`, with the pid of the holder.
 */
export async function takeFolderLock(folder: string): Promise<FolderLock> {
  const me = `${process.pid} ${await identityOf(process.pid)}`;
  for (;;) {
    const top = Math.max(0, ...(await numbers(folder)));
    if (top > 0) {
      const text = await readFile(join(folder, PREFIX + top), "utf8").catch(ignoreMissing);
      if (text === undefined) continue;
      const holder = await holderOf(text);
      if (holder !== undefined) throw alreadyRunning(folder, holder);
    }
    const path = join(folder, PREFIX + (top + 1));
    const draft = join(folder, `${PREFIX}new-${randomBytes(6).toString("hex")}`);
    let handle: FileHandle | undefined;
    try {
      handle = await open(draft, "wx", 0o644);
      // Whatever the umask is: others must be able to see who holds it.
      await handle.chmod(0o644);
      await handle.writeFile(me);
      await link(draft, path);
    } catch (error) {
      await handle?.close();
      const code = systemCode(error);
      // Somebody was faster, or the holder tidied our draft away.
      if (code === "EEXIST" || code === "ENOENT") continue;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
    if (Math.max(...(await numbers(folder))) > top + 1) {
      await handle.close();
      await rm(path, { force: true });
      continue;
    }
    await tidy(folder, top + 1);
    return { release: () => emptyAndClose(handle) };
  }
}

export function alreadyRunning(folder: string, pid: number | string): EmbeddedError {
  return new EmbeddedError(
    "running",
    `Another Token Cabinet (pid ${pid}) is running on ${folder}; stop it or set CABINET_DATA_DIR to another folder.`,
  );
}

/** By the handle, so that it is our file whatever has happened to its name. */
async function emptyAndClose(handle: FileHandle): Promise<void> {
  await handle.truncate(0).finally(() => handle.close());
}

function ignoreMissing(error: unknown): undefined {
  if (systemCode(error) !== "ENOENT") throw error;
}

async function holderOf(text: string): Promise<number | undefined> {
  const [, digits, identity] = /^(\d+) (.+)$/.exec(text) ?? [];
  const pid = Number(digits);
  if (!pid || !exists(pid)) return undefined;
  const now = await identityOf(pid);
  // A live process whose identity is hidden from us is believed.
  return now === undefined || now === identity ? pid : undefined;
}

async function numbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => Number(name.slice(PREFIX.length)))
    .filter((number) => Number.isSafeInteger(number));
}

async function tidy(folder: string, mine: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(PREFIX) || Number(name.slice(PREFIX.length)) >= mine) continue;
    await rm(join(folder, name), { force: true });
  }
}
