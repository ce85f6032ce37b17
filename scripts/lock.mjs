// One process at a time prepares the checkout. The lock is a file with the holder's pid, touched while it is held:
// a holder that was killed is known by its dead pid, or by the file growing old when another process has that pid.
import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { withProgress } from "./progress.mjs";
import { at } from "./project.mjs";

const LOCK = at("dist", "preparing.lock");
const TOUCH_MS = 2_000;
const OLD_MS = 15_000;

/** Runs `work` while no other process on this checkout runs its own; waits for it with a visible reason. */
export async function withLock(work) {
  await mkdir(at("dist"), { recursive: true });
  const mine = `${process.pid} ${randomUUID()}`;
  if (!(await take(mine)))
    await withProgress("Waiting for another start of this checkout", async () => {
      while (!(await take(mine))) await pause(300);
    });
  const touching = setInterval(() => utimes(LOCK, new Date(), new Date()).catch(() => {}), TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    if ((await read()) === mine) await rm(LOCK, { force: true });
  }
}

async function take(mine) {
  try {
    await writeFile(LOCK, mine, { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const holder = await read();
  if (holder !== null && (await isDead(holder))) await removeDead(holder);
  return false;
}

async function isDead(holder) {
  const age = await stat(LOCK).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  if (age > OLD_MS) return true;
  const pid = Number.parseInt(holder, 10);
  // Between its creation and its first byte the file is empty.
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** By renaming, so that of several waiters one removes it, and never the lock that a faster one has just taken. */
async function removeDead(holder) {
  const aside = `${LOCK}.${randomUUID()}`;
  try {
    if ((await read()) !== holder) return;
    await rename(LOCK, aside);
  } catch {
    return;
  }
  await rm(aside, { force: true });
}

function read() {
  return readFile(LOCK, "utf8").catch(() => null);
}
