import { chmod, lchown, lstat, mkdir, mkdtemp, readFile, realpath, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Account, canReach, findAccount, needsAccount, ownerOf } from "@/lib/database/embedded/account";
import { findElsewhere, makeElsewhere } from "@/lib/database/embedded/elsewhere";
import { EmbeddedError } from "@/lib/database/embedded/errors";
import { writeWhole } from "@/lib/database/embedded/write-whole";

/** A Unix socket's path is cut at 108 bytes on Linux and 104 elsewhere, the closing zero included. */
const SOCKET_PATH_BYTES = process.platform === "linux" ? 107 : 103;

export interface Layout {
  /** The data folder that was asked for, its real path. */
  dataDir: string;
  /** Ours: logs, locks, the rules of entry. As root it belongs to root, so that nothing in it can be swapped. */
  folder: string;
  /** PostgreSQL's data; the only part that belongs to `account`. */
  data: string;
  log: string;
  account: Account | undefined;
}

/**
 * Decides where the database lies and makes the folder: `<dataDir>/postgres`, or as root in a place closed to
 * the user that runs PostgreSQL a folder in /var/lib/token-cabinet. Where there is a database already, there it stays.
 */
export async function findLayout(dataDir: string): Promise<Layout> {
  const absolute = resolve(dataDir);
  const made = await mkdir(absolute, { recursive: true });
  if (made) await chmod(absolute, needsAccount() ? 0o711 : 0o700);
  const real = await realpath(absolute);
  const local = join(real, "postgres");
  if (!needsAccount()) {
    const owner = await stat(join(local, "data")).catch(() => undefined);
    if (owner && process.getuid && owner.uid !== process.getuid()) throw belongsToAnother(local);
    return make(real, local, 0o700, undefined);
  }

  const elsewhere = await findElsewhere(real);
  if (elsewhere)
    return make(real, elsewhere, 0o711, (await ownerOf(join(elsewhere, "data"))) ?? (await findAccount()));
  const owner = await ownerOf(join(local, "data"));
  if (owner) {
    if (!(await canReach(owner, join(local, "data"), 5))) throw closed(local, owner);
    return make(real, local, undefined, owner);
  }

  const account = await findAccount();
  const mode = (await stat(real)).mode;
  // Only the way through the data folder itself is ours to open.
  const isParentOpen = await canReach(account, resolve(real, ".."), 1);
  if ((mode & 0o011) !== 0o011 && isParentOpen) await chmod(real, mode | 0o011);
  if (await canReach(account, real, 1)) return make(real, local, 0o711, account);
  return make(real, await makeElsewhere(real), 0o711, account);
}

async function make(
  dataDir: string,
  place: string,
  mode: number | undefined,
  account: Account | undefined,
): Promise<Layout> {
  await mkdir(place, { recursive: true });
  // Either may be a link to a larger disk, and PostgreSQL's processes are known by the real path.
  const folder = await realpath(place);
  if (mode !== undefined) await chmod(folder, mode);
  const data = join(folder, "data");
  return {
    dataDir,
    folder,
    data: await realpath(data).catch(() => data),
    log: join(folder, "postgres.log"),
    account,
  };
}

/**
 * The folder for PostgreSQL's socket: beside the data, or where that path is too long a private one in /tmp with
 * a name nobody can foresee, kept for later starts. Only a folder of the right owner with mode 0700 is taken.
 */
export async function findSocketFolder(layout: Layout, socketName: string): Promise<string> {
  const beside = join(layout.folder, "socket");
  if (Buffer.byteLength(join(beside, socketName)) <= SOCKET_PATH_BYTES) {
    await mkdir(beside, { mode: 0o700 }).catch(ignoreExisting);
    await giveTo(beside, layout.account);
    if (!(await isPrivate(beside, layout.account))) throw belongsToAnother(beside);
    return beside;
  }
  const note = join(layout.folder, "socket-folder");
  const kept = await readFile(note, "utf8").catch(() => undefined);
  if (kept && (await isPrivate(kept, layout.account))) return kept;
  for (const parent of ["/tmp", "/var/tmp"]) {
    const found = await stat(parent).catch(() => undefined);
    // Without the sticky bit others could rename our folder away and put theirs in its place.
    if (!found || ((found.mode & 0o002) !== 0 && (found.mode & 0o1000) === 0)) continue;
    const short = await mkdtemp(join(parent, "cabinet-"));
    await giveTo(short, layout.account);
    await writeWhole(note, short, 0o600);
    return short;
  }
  throw new EmbeddedError(
    "no_permission",
    `The path ${layout.folder} is too long for PostgreSQL's socket and /tmp is not safe to use; set CABINET_DATA_DIR to a shorter path.`,
  );
}

/** Makes the account the owner of a folder that we have just made. */
export async function giveTo(folder: string, account: Account | undefined): Promise<void> {
  const found = await lstat(folder);
  if (account && found.uid === 0 && found.isDirectory()) await lchown(folder, account.uid, account.gid);
}

async function isPrivate(folder: string, account: Account | undefined): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  const uid = account?.uid ?? process.getuid?.();
  return found?.isDirectory() === true && found.uid === uid && (found.mode & 0o077) === 0;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

function belongsToAnother(folder: string): EmbeddedError {
  return new EmbeddedError(
    "no_permission",
    `${folder} belongs to another user; start as that user or as root, or set CABINET_DATA_DIR to another folder.`,
  );
}

function closed(folder: string, account: Account): EmbeddedError {
  return new EmbeddedError(
    "no_permission",
    `The database in ${folder} belongs to ${account.name}, who can no longer get there; open the folders above it (chmod o+x), or move it and set CABINET_DATA_DIR.`,
  );
}
