import { chmod, cp, mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findAccount } from "@/lib/database/embedded/account";
import { type EmbeddedDatabase, startEmbedded } from "@/lib/database/embedded/start";
import { ask, clearAway, makeTryFolder, type Server, startServer } from "@/lib/database/embedded/try-folder";

const isRoot = process.getuid?.() === 0;
/** "nobody" on Linux: it has a name, which initdb wants, and nothing else. */
const ORDINARY = { uid: 65_534, gid: 65_534 };
let home: string;
const folders: string[] = [];
const servers: Server[] = [];
const databases: EmbeddedDatabase[] = [];

const start = async (folder: string): Promise<EmbeddedDatabase> => {
  const database = await startEmbedded({ dataDir: folder, durable: false });
  databases.push(database);
  folders.push(database.folder);
  return database;
};
const startAs = (user: { uid: number; gid: number }, dataDir: string): Server => {
  const server = startServer(dataDir, { ...user, env: { HOME: home, TMPDIR: home } });
  servers.push(server);
  return server;
};

beforeAll(async () => {
  home = await makeTryFolder();
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.process.kill("SIGKILL");
  for (const database of databases.splice(0)) await database.stop();
});
afterAll(() => clearAway([...folders, home]));

test.skipIf(!isRoot)(
  "an ordinary user needs no other user, and root later serves the same data (needs root)",
  async () => {
    const folder = join(home, "ordinary");
    const first = startAs(ORDINARY, folder);
    const outcome = await first.outcome;
    expect(outcome.folder).toBe(join(folder, "postgres"));
    await ask(outcome.ownerUrl ?? "", "CREATE TABLE of_the_user (id int)");
    first.leave();
    await first.exited;

    const root = await start(folder);
    await ask(root.ownerUrl, "SELECT FROM of_the_user");
    expect((await stat(join(folder, "postgres", "data", "postmaster.pid"))).uid).toBe(ORDINARY.uid);
    await root.stop();
    const again = startAs(ORDINARY, folder);
    expect(await again.outcome).toEqual(outcome);
  },
);

test.skipIf(!isRoot)(
  "what a user lacks is said in a sentence, before anything is made (needs root)",
  async () => {
    const roots = await start(join(home, "of-root"));
    await roots.stop();
    const own = join(home, "own");
    await mkdir(own);
    await chmod(own, 0o777);
    const closed = join(home, "unwritable", ".cabinet");
    await mkdir(join(home, "unwritable"), { mode: 0o755 });
    const [foreign, unnamed, unwritable] = await Promise.all([
      startAs(ORDINARY, join(home, "of-root")).outcome,
      startAs({ uid: 54_321, gid: 54_321 }, join(own, ".cabinet")).outcome,
      startAs(ORDINARY, closed).outcome,
    ]);
    expect(foreign).toMatchObject({
      code: "no_permission",
      message: expect.stringContaining("another user"),
    });
    expect(unnamed).toMatchObject({ code: "no_user", message: expect.stringContaining("54321 has no name") });
    expect(unwritable).toMatchObject({ code: "no_permission", message: expect.stringContaining(closed) });
  },
);

test.skipIf(!isRoot)(
  "a user for PostgreSQL is looked for by name, and one without a name there is an error",
  async () => {
    expect((await findAccount(["no-such-user", "nobody"])).uid).toBe(ORDINARY.uid);
    // A name that useradd refuses.
    await expect(findAccount(["not:a:user"])).rejects.toMatchObject({ code: "no_user" });
  },
);

test.skipIf(!isRoot)(
  "as root in a place closed to others the data lie in /var/lib/token-cabinet (needs root)",
  async () => {
    const closed = join(home, "closed");
    await mkdir(closed, { mode: 0o700 });
    const database = await start(join(closed, ".cabinet"));
    expect(database.folder).toMatch(/^\/var\/lib\/token-cabinet\/[0-9a-f]{16}$/);
    await ask(database.servingUrl, "SELECT 1");
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
    await database.stop();
    // Opened later or moved, it does not change its data under the user's feet.
    await chmod(closed, 0o755);
    const moved = join(home, "moved");
    await rename(closed, moved);
    const again = await start(join(moved, ".cabinet"));
    expect(again.folder).toBe(database.folder);
    // A copy gets data of its own.
    await chmod(moved, 0o700);
    await cp(moved, join(home, "copy"), { recursive: true, verbatimSymlinks: true });
    const copy = await start(join(home, "copy", ".cabinet"));
    expect(copy.folder).not.toBe(database.folder);
    await copy.stop();
    await again.stop();
    // Lost data are not hidden behind a new, empty cabinet.
    await rm(again.folder, { recursive: true });
    await expect(start(join(moved, ".cabinet"))).rejects.toMatchObject({ code: "broken" });
  },
);
