import { spawn } from "node:child_process";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { postgresOn } from "@/lib/database/embedded/processes";
import { type EmbeddedDatabase, startEmbedded } from "@/lib/database/embedded/start";
import {
  ask,
  clearAway,
  kill,
  makeTryFolder,
  type Server,
  startServer,
} from "@/lib/database/embedded/try-folder";

const isRoot = process.getuid?.() === 0;
let home: string;
let dataDir: string;
let data: string;
const folders: string[] = [];
const servers: Server[] = [];
const databases: EmbeddedDatabase[] = [];

const start = async (folder = dataDir): Promise<EmbeddedDatabase> => {
  const database = await startEmbedded({ dataDir: folder, durable: false, report });
  databases.push(database);
  folders.push(database.folder);
  return database;
};
const startElsewhere = (...args: Parameters<typeof startServer>): Server => {
  const server = startServer(...args);
  servers.push(server);
  return server;
};
const report = vi.fn();
const serverPid = async () => Number((await readFile(join(data, "postmaster.pid"), "utf8")).split("\n")[0]);

beforeAll(async () => {
  home = await makeTryFolder();
  dataDir = join(home, "cabinet");
  data = join(dataDir, "postgres", "data");
  const first = await start();
  await ask(first.ownerUrl, "CREATE TABLE kept (number int)");
  await first.stop();
});
beforeEach(() => report.mockClear());
afterEach(async () => {
  for (const server of servers.splice(0)) server.process.kill("SIGKILL");
  for (const database of databases.splice(0)) await database.stop();
});
afterAll(() => clearAway([...folders, home]));

test("a second server on the same data folder is refused with the first one's pid, and the first goes on", async () => {
  const database = await start();
  const second = await startElsewhere(dataDir).outcome;
  expect(second).toEqual({
    code: "running",
    message: `Another Token Cabinet (pid ${process.pid}) is running on ${database.folder}; stop it or set CABINET_DATA_DIR to another folder.`,
  });
  await expect(start()).rejects.toMatchObject({ code: "running" });
  // Also when its lock file cannot tell, as between containers that share the folder: its session tells.
  const lock = join(database.folder, "server.lock.99");
  await writeFile(lock, "1 of-another-world");
  await expect(start()).rejects.toThrow(`(pid ${process.pid}) is running`);
  await ask(database.servingUrl, "SELECT 1");
});

test("of two first starts at the same moment one serves and the other is told so", async () => {
  const both = [startElsewhere(join(home, "twice")), startElsewhere(join(home, "twice"))];
  const outcomes = await Promise.all(both.map((server) => server.outcome));
  const winner = outcomes.findIndex((outcome) => outcome.ownerUrl);
  expect(outcomes[1 - winner]).toMatchObject({
    code: "running",
    message: expect.stringContaining(`(pid ${both[winner]?.process.pid})`),
  });
  await ask(outcomes[winner]?.ownerUrl ?? "", "SELECT 1");

  // A process that ends without stop() takes PostgreSQL with it.
  both[winner]?.leave();
  await both[winner]?.exited;
  const folder = join(home, "twice", "postgres", "data");
  await vi.waitFor(async () => expect(await postgresOn(folder, undefined)).toEqual([]), 3000);
});

test("after a kill -9 in the middle of a query the next start takes over with all that was committed", async () => {
  const killed = startElsewhere(dataDir);
  const { ownerUrl = "" } = await killed.outcome;
  const orphan = await serverPid();
  await ask(ownerUrl, "INSERT INTO kept VALUES (1)");
  void ask(ownerUrl, "SELECT pg_sleep(60)").catch(() => undefined);
  killed.process.kill("SIGKILL");
  await killed.exited;
  expect(await postgresOn(data, undefined)).not.toEqual([]);

  const database = await start();
  expect(await serverPid()).not.toBe(orphan);
  expect(await ask(database.ownerUrl, "SELECT count(*)::int AS n FROM kept WHERE number = 1")).toEqual([
    { n: 1 },
  ]);
});

test("a kill -9 at any moment of the first start leaves a folder that starts", async () => {
  const folder = join(home, "killed");
  for (const afterMs of [200, 450, 700, 950, 1200]) {
    const killed = startElsewhere(folder);
    await Promise.race([sleep(afterMs), killed.outcome]);
    killed.process.kill("SIGKILL");
    await killed.exited;
  }
  const database = await start(folder);
  expect(await ask(database.servingUrl, "SELECT current_user")).toEqual([{ current_user: "cabinet_app" }]);
});

test("a PostgreSQL that dies is started again by itself, at once and again, and still refuses a second server", async () => {
  const database = await start();
  for (let round = 0; round < 2; round++) {
    const pid = await serverPid();
    kill(pid);
    await vi.waitFor(async () => expect(await serverPid()).not.toBe(pid), 5000);
    await vi.waitFor(() => ask(database.servingUrl, "SELECT 1"), 5000);
  }
  expect(report).toHaveBeenCalledWith("PostgreSQL has stopped unexpectedly; starting it again.");
  // A crashed session makes PostgreSQL end all of them, the guard too, and go on by itself.
  const held = ask(database.ownerUrl, "SELECT pg_sleep(60), 'tcab_secret'").catch(() => "cut off");
  await vi.waitFor(async () => {
    const [row] = await ask(
      database.ownerUrl,
      "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'",
    );
    kill(Number(row?.pid));
    expect(row).toBeDefined();
  }, 5000);
  expect(await held).toBe("cut off");
  const guard = "SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND granted";
  await vi.waitFor(async () => expect(await ask(database.ownerUrl, guard)).toEqual([{ n: 1 }]), 5000);
  const log = await readFile(join(database.folder, "postgres.log"), "utf8");
  expect(log).toContain("terminated by signal 9");
  expect(log).not.toContain("tcab_secret");
  await database.stop();
  expect(await postgresOn(data, undefined)).toEqual([]);
});

test.each([
  ["is empty", () => ""],
  ["names a process that is gone", () => `4194303\n${data}\n1700000000\n5432\n\n`],
  ["names another process that got its pid", (pid: number) => `${pid}\n${data}\n1700000000\n5432\n\n`],
])(
  "a left pid file does not bar the start when it %s, and the other process is not touched",
  async (_name, text) => {
    // Of the very user that runs PostgreSQL, which is what PostgreSQL itself cannot tell from a server.
    const { uid, gid } = await stat(data);
    const other = spawn("sleep", ["60"], { ...(isRoot ? { uid, gid } : {}), cwd: "/" });
    const content = text(other.pid ?? 0);
    await writeFile(join(data, "postmaster.pid"), content);
    const socket = join(dataDir, "postgres", "socket", ".s.PGSQL.5432");
    await writeFile(`${socket}.lock`, content);
    await writeFile(socket, "");
    const database = await start();
    await ask(database.servingUrl, "SELECT 1");
    expect(other.exitCode ?? other.signalCode).toBeNull();
    other.kill("SIGKILL");
  },
);

test("a server whose pid file was removed while it ran is found and replaced, never doubled", async () => {
  const killed = startElsewhere(dataDir);
  await killed.outcome;
  const orphan = await serverPid();
  killed.process.kill("SIGKILL");
  await killed.exited;
  await rm(join(data, "postmaster.pid"));
  await start();
  const leaders = await postgresOn(data, undefined);
  expect(leaders.filter(({ pid, parent }) => pid === orphan || parent === orphan)).toEqual([]);
});
