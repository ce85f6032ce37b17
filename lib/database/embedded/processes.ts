import { execFile } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { promisify } from "node:util";
import { systemCode } from "@/lib/database/embedded/errors";

const run = promisify(execFile);
const HAS_PROC = process.platform === "linux";

/** Names one process for good: a pid is given out again, a pid with its start and boot is not. */
export async function identityOf(pid: number): Promise<string | undefined> {
  if (HAS_PROC) {
    const stat = statOf(pid);
    return stat && `${stat.startedAt}-${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}`;
  }
  if (process.platform === "win32") return exists(pid) ? "unknown" : undefined;
  const { stdout } = await run("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout.trim() || undefined;
}

/** Whether a process has this pid; one that we may not signal counts, one that only waits to be reaped does not. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === "EPERM";
  }
  return HAS_PROC ? statOf(pid) !== undefined : true;
}

interface PostgresProcess {
  pid: number;
  parent: number;
}

/**
 * The PostgreSQL processes at work in a data folder (each has it as its working directory), the server itself and
 * its children. Without /proc only the server that the pid file names can be seen.
 */
export async function postgresOn(data: string, pidInFile: number | undefined): Promise<PostgresProcess[]> {
  if (HAS_PROC) {
    return readdirSync("/proc")
      .map(Number)
      .filter((pid) => pid > 0 && cwdOf(pid) === data)
      .map((pid) => ({ pid, stat: statOf(pid) }))
      .filter(({ stat }) => stat?.name === "postgres")
      .map(({ pid, stat }) => ({ pid, parent: stat?.parent ?? 0 }));
  }
  if (pidInFile === undefined || !exists(pidInFile)) return [];
  if (process.platform === "win32") return [{ pid: pidInFile, parent: 0 }];
  const { stdout } = await run("ps", ["-o", "command=", "-p", String(pidInFile)]).catch(() => ({
    stdout: "",
  }));
  return stdout.includes("postgres") && stdout.includes(data) ? [{ pid: pidInFile, parent: 0 }] : [];
}

function cwdOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function statOf(pid: number): { name: string; parent: number; startedAt: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name stands in brackets and may itself hold spaces and brackets.
    const end = text.lastIndexOf(")");
    const rest = text.slice(end + 2).split(" ");
    if (rest[0] === "Z" || rest[0] === "X") return undefined;
    return {
      name: text.slice(text.indexOf("(") + 1, end),
      parent: Number(rest[1]),
      startedAt: rest[19] ?? "",
    };
  } catch {
    return undefined;
  }
}
