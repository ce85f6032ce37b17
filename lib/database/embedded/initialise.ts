import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { type Access, OWNER_ROLE, passwordOf } from "@/lib/database/embedded/access";
import type { Binaries } from "@/lib/database/embedded/binaries";
import { broken, EmbeddedError, explainOutput } from "@/lib/database/embedded/errors";
import { giveTo, type Layout } from "@/lib/database/embedded/folders";
import { SERVER_ENVIRONMENT } from "@/lib/database/embedded/settings";
import { writeWhole } from "@/lib/database/embedded/write-whole";

const DRAFT = "data.new-";

/**
 * Makes sure that there is a database of our version: checks the one that is there, or makes one in a sibling
 * folder and renames it, so that a kill leaves a whole one or none.
 *
 * @throws EmbeddedError `other_major`, `broken`, or what initdb met.
 */
export async function initialise(
  layout: Layout,
  binaries: Binaries,
  access: Access,
  durable: boolean,
): Promise<void> {
  await removeDrafts(layout.folder);
  if (await holdsDatabase(layout, binaries.major)) return;

  const draft = join(layout.folder, `${DRAFT}${randomBytes(6).toString("hex")}`);
  await mkdir(draft, { mode: 0o700 });
  await giveTo(draft, layout.account);
  const passwordFile = await writePassword(layout, access);
  try {
    await runInitdb(binaries, layout, draft, passwordFile, durable);
    await rename(draft, layout.data);
    if (durable) await syncFolder(layout.folder);
  } finally {
    await rm(draft, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    if (passwordFile) await rm(passwordFile, { force: true });
  }
}

async function holdsDatabase(layout: Layout, major: string): Promise<boolean> {
  const found = await stat(layout.data).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!found) return false;
  if (!found.isDirectory()) throw broken(layout.folder, "its data is not a folder");
  if ((await readdir(layout.data)).length === 0) return false;
  const version = (await readFile(join(layout.data, "PG_VERSION"), "utf8").catch(() => "")).trim();
  if (!version) throw broken(layout.folder, "PG_VERSION is missing");
  if (version !== major) {
    throw new EmbeddedError(
      "other_major",
      `The database in ${layout.folder} was made by PostgreSQL ${version} and this is ${major}; dump and restore it with ${version}, or set CABINET_DATA_DIR to another folder.`,
    );
  }
  const control = await stat(join(layout.data, "global", "pg_control")).catch(() => undefined);
  if (!control) throw broken(layout.folder, "global/pg_control is missing");
  return true;
}

function runInitdb(
  binaries: Binaries,
  layout: Layout,
  draft: string,
  passwordFile: string | undefined,
  durable: boolean,
): Promise<void> {
  const args = ["-D", draft, "-U", OWNER_ROLE, "--encoding=UTF8", "--locale=C", "--no-instructions"];
  // The same order of text on every system, whatever its C library.
  args.push("--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  if (passwordFile) args.push("--auth=scram-sha-256", `--pwfile=${passwordFile}`);
  else args.push("--auth-local=trust", "--auth-host=reject");
  if (!durable) args.push("--no-sync");
  const identity = layout.account ? { uid: layout.account.uid, gid: layout.account.gid } : {};
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, args, {
      ...identity,
      cwd: "/",
      env: SERVER_ENVIRONMENT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (error) => reject(explainSpawn(error, binaries.initdb)));
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(explainOutput(output, layout.folder, "the output of initdb"));
    });
  });
}

/** A program that is there and yet "not found" lacks its loader: the C library is not glibc. */
export function explainSpawn(error: Error, program: string): EmbeddedError {
  return new EmbeddedError(
    "platform",
    `The embedded PostgreSQL cannot run here (${program}: ${error.message}; on Linux it needs glibc); set DATABASE_URL to a PostgreSQL 15 or later.`,
    { cause: error },
  );
}

async function writePassword(layout: Layout, access: Access): Promise<string | undefined> {
  const password = passwordOf(access, OWNER_ROLE);
  if (!password) return undefined;
  const path = join(layout.folder, "initial-password");
  await writeWhole(path, password, 0o600);
  return path;
}

async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(DRAFT)) continue;
    // An initdb whose caller was killed may still be writing there.
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
