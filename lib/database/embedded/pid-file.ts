import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** What PostgreSQL writes into postmaster.pid while it runs; any line may be missing after a kill. */
interface PidFile {
  pid: number | undefined;
  port: number | undefined;
  socketFolder: string | undefined;
  ready: boolean;
}

/** Undefined when there is no such file: PostgreSQL is not running, or it has stopped cleanly. */
export async function readPidFile(data: string): Promise<PidFile | undefined> {
  let text: string;
  try {
    text = await readFile(join(data, "postmaster.pid"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return {
    pid: Number.isSafeInteger(pid) && pid > 0 ? pid : undefined,
    port: Number.isSafeInteger(port) && port > 0 ? port : undefined,
    socketFolder: lines[4] || undefined,
    ready: lines[7]?.trim() === "ready",
  };
}
