import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { EmbeddedError } from "@/lib/database/embedded/errors";

const run = promisify(execFile);
const OUR_USER = "cabinet-postgres";

/** The system user that runs PostgreSQL in our stead; undefined means: we ourselves do. */
export interface Account {
  uid: number;
  gid: number;
  name: string;
}

/** PostgreSQL refuses to run as root, so root must lend it another user. */
export function needsAccount(): boolean {
  return process.getuid?.() === 0;
}

/** The user that already owns a database folder, or undefined when nobody or root does. */
export async function ownerOf(folder: string): Promise<Account | undefined> {
  const found = await stat(folder).catch(() => undefined);
  if (!found || found.uid === 0) return undefined;
  return { uid: found.uid, gid: found.gid, name: `user ${found.uid}` };
}

/**
 * The first of the given users that exists; the last is made when none does.
 * @throws EmbeddedError `no_user` when it cannot be made.
 */
export async function findAccount(names: readonly string[] = ["postgres", OUR_USER]): Promise<Account> {
  for (const name of names) {
    const account = await lookUp(name);
    if (account) return account;
  }
  const name = names.at(-1) ?? OUR_USER;
  await makeUser(name);
  const made = await lookUp(name);
  if (made) return made;
  throw new EmbeddedError(
    "no_user",
    `PostgreSQL must not run as root and no user "${name}" could be made for it; make one (useradd --system ${name}), start as an ordinary user, or set DATABASE_URL.`,
  );
}

/** Whether the account can reach `path` and read (4) or enter and execute (1) it, by owners and modes. */
export async function canReach(account: Account, path: string, right: 1 | 4 | 5): Promise<boolean> {
  const own = await stat(path).catch(() => undefined);
  if (!own || !allows(account, own, right)) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (!found || !allows(account, found, 1)) return false;
    if (folder === dirname(folder)) return true;
  }
}

function allows(account: Account, file: { uid: number; gid: number; mode: number }, right: number): boolean {
  const shift = file.uid === account.uid ? 6 : file.gid === account.gid ? 3 : 0;
  return ((file.mode >> shift) & right) === right;
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout), name };
  } catch {
    return undefined;
  }
}

async function makeUser(name: string): Promise<void> {
  const useradd = ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name];
  // Where they are not on the PATH they lie in sbin; a second start may have made the user meanwhile.
  const env = {
    ...process.env,
    PATH: `${process.env.PATH ?? ""}:/usr/sbin:/sbin:/usr/bin:/bin`,
    LC_ALL: "C",
  };
  await run("useradd", useradd, { env }).catch(() =>
    run("adduser", ["--system", "--group", "--no-create-home", name], { env }).catch(() => undefined),
  );
}
