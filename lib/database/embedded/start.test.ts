import { chown, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { basename, join, relative } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { postgresOn } from "@/lib/database/embedded/processes";
import { type EmbeddedDatabase, startEmbedded } from "@/lib/database/embedded/start";
import { ask, clearAway, makeTryFolder } from "@/lib/database/embedded/try-folder";

let home: string;
const folders: string[] = [];
const start = async (dataDir: string, durable = false): Promise<EmbeddedDatabase> => {
  const database = await startEmbedded({ dataDir, durable });
  folders.push(database.folder);
  return database;
};

beforeAll(async () => {
  home = await makeTryFolder();
});
afterAll(() => clearAway([...folders, home]));

test("a fresh folder becomes a durable database behind a private socket, and nothing listens on TCP", async () => {
  const database = await start(join(home, "fresh"), true);
  const [row] = await ask(
    database.ownerUrl,
    `SELECT current_user, current_database(), current_setting('listen_addresses') AS tcp,
            current_setting('fsync') || current_setting('synchronous_commit') || current_setting('full_page_writes') AS durable,
            current_setting('timezone') AS zone, current_setting('unix_socket_directories') AS sockets,
            (SELECT string_agg(type || ' ' || array_to_string(database, ',') || ' ' || auth_method, ';') FROM pg_hba_file_rules) AS rules`,
  );
  expect(row).toMatchObject({
    current_user: "cabinet_owner",
    current_database: "cabinet",
    tcp: "",
    durable: "ononon",
    zone: "UTC",
    rules: "local all trust",
  });
  const socket = await stat(JSON.parse(String(row?.sockets)));
  const data = await stat(join(database.folder, "data"));
  expect([socket.mode & 0o777, data.mode & 0o777, socket.uid]).toEqual([0o700, 0o700, data.uid]);
  await expect(
    new Promise((resolve, reject) => connect(5432, "127.0.0.1", () => resolve("open")).once("error", reject)),
  ).rejects.toThrow("ECONNREFUSED");

  await Promise.all([database.stop(), database.stop()]);
  await database.stop();
  await expect(stat(join(database.folder, "data", "postmaster.pid"))).rejects.toThrow("ENOENT");
  expect(await postgresOn(join(database.folder, "data"), undefined)).toEqual([]);
});

test("the serving role may connect to its database and do nothing there that was not granted", async () => {
  const database = await start(join(home, "fresh"));
  const [role] = await ask(
    database.servingUrl,
    "SELECT rolsuper, rolcreatedb, rolcreaterole, rolcanlogin FROM pg_roles WHERE rolname = current_user",
  );
  expect(role).toEqual({ rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolcanlogin: true });
  await expect(ask(database.servingUrl, "CREATE TABLE mine (id int)")).rejects.toMatchObject({
    code: "42501",
  });
  await expect(ask(database.servingUrl, "CREATE TEMP TABLE mine (id int)")).rejects.toMatchObject({
    code: "42501",
  });
  for (const other of ["postgres", "template1"]) {
    const url = database.servingUrl.replace("/cabinet?", `/${other}?`);
    await expect(ask(url, "SELECT 1")).rejects.toMatchObject({ code: "42501" });
  }

  // What a start that was killed before its end leaves behind, taken apart step by step.
  const maintenance = database.ownerUrl.replace("/cabinet?", "/postgres?");
  await ask(maintenance, "REVOKE CONNECT ON DATABASE cabinet FROM cabinet_app");
  await database.stop();
  const again = await start(join(home, "fresh"));
  await ask(again.servingUrl, "SELECT 1");
  await ask(maintenance, "DROP DATABASE cabinet");
  await ask(maintenance, "DROP ROLE cabinet_app");
  await again.stop();
  const healed = await start(join(home, "fresh"));
  await ask(healed.servingUrl, "SELECT 1");
  await healed.stop();
});

test("the caller's environment changes neither where PostgreSQL listens nor where the URLs lead", async () => {
  const hostile = {
    PGPORT: "6543",
    PGHOST: "elsewhere.invalid",
    PGUSER: "nobody",
    PGDATABASE: "nothing",
    PGDATA: "/nonexistent",
    PGOPTIONS: "-c default_transaction_read_only=on",
    PGSSLMODE: "require",
    PGSSLNEGOTIATION: "direct",
    PGCLIENT_ENCODING: "LATIN1",
    PGTZ: "Asia/Tokyo",
    LC_ALL: "xx_XX",
  };
  for (const [name, value] of Object.entries(hostile)) vi.stubEnv(name, value);
  try {
    const database = await start(join(home, "fresh"));
    await ask(database.ownerUrl, "CREATE TABLE kept (word text)");
    await ask(database.ownerUrl, "INSERT INTO kept VALUES ('né 日本')");
    const adapter = await new PrismaPg({ connectionString: database.ownerUrl }).connect();
    const { rows } = await adapter.queryRaw({ sql: "SELECT word FROM kept", args: [], argTypes: [] });
    expect(rows).toEqual([["né 日本"]]);
    await adapter.dispose();
    await database.stop();
  } finally {
    vi.unstubAllEnvs();
  }
});

test("a deep, relative path with blanks, quotes and other scripts works, by a short private socket folder", async () => {
  const deep = join(home, "a folder", `d${"e".repeat(100)}p`, `"quoted", 'ü' ${"日本".repeat(20)}`);
  await mkdir(join(home, "a folder"), { recursive: true });
  const database = await start(relative(process.cwd(), deep));
  const [row] = await ask(
    database.ownerUrl,
    "SELECT current_setting('unix_socket_directories') AS sockets, current_setting('port') AS port",
  );
  const short = JSON.parse(String(row?.sockets));
  folders.push(short);
  expect(Buffer.byteLength(join(short, ".s.PGSQL.5432"))).toBeLessThanOrEqual(107);
  expect((await stat(short)).mode & 0o777).toBe(0o700);
  await database.stop();

  // Somebody else's folder of that name is not entered.
  await clearAway([short]);
  await mkdir(short, { mode: 0o777 });
  const again = await start(deep);
  expect(again.servingUrl).not.toContain(encodeURIComponent(basename(short)));
  await ask(again.servingUrl, "SELECT 1");
  folders.push(decodeURIComponent(/host=([^&]+)/.exec(again.servingUrl)?.[1] ?? home));
  await again.stop();
});

test("no statement, parameter or value of a failing query reaches PostgreSQL's log", async () => {
  const database = await start(join(home, "fresh"));
  const secret = "tcab_secret_in_a_statement";
  const failing = [
    [`SELECT '${secret}'::uuid`, []],
    ["SELECT $1::uuid", [secret]],
    [
      `DO $$ BEGIN RAISE WARNING '${secret}'; RAISE LOG 'a line that is logged'; RAISE '${secret}'; END $$`,
      [],
    ],
    ["CREATE TABLE one (word text PRIMARY KEY)", []],
    ["INSERT INTO one SELECT $1 FROM generate_series(1, 2)", [secret]],
  ] as const;
  for (const [sql, values] of failing) await ask(database.ownerUrl, sql, [...values]).catch(() => undefined);
  const log = await readFile(join(database.folder, "postgres.log"), "utf8");
  expect(log).toContain("a line that is logged");
  expect(log).not.toContain(secret);
  await database.stop();
});

test.each([
  ["other_major", "PG_VERSION", "17\n", "made by PostgreSQL 17 and this is 18"],
  ["broken", "global/pg_control", undefined, "is damaged"],
  ["broken", "global/pg_control", "rubbish", "is damaged"],
  ["broken", "PG_VERSION", undefined, "PG_VERSION is missing"],
])(
  "a folder that cannot be used is refused as %s when %s is %j, and left as it was",
  async (code, file, text, words) => {
    const database = await start(join(home, "fresh"));
    await database.stop();
    const path = join(database.folder, "data", file);
    await rename(path, `${path}.before`);
    if (text !== undefined) {
      await writeFile(path, text);
      const { uid, gid } = await stat(`${path}.before`);
      await chown(path, uid, gid);
    }
    try {
      await expect(start(join(home, "fresh"))).rejects.toMatchObject({
        code,
        message: expect.stringContaining(words),
      });
      if (text !== undefined) expect(await readFile(path, "utf8")).toBe(text);
    } finally {
      await rename(`${path}.before`, path);
    }
  },
);

test("a log over 5 MB is set aside at the next start", async () => {
  const database = await start(join(home, "fresh"));
  await database.stop();
  const log = join(database.folder, "postgres.log");
  await writeFile(log, Buffer.alloc(5_000_001, "x"));
  await (await start(join(home, "fresh"))).stop();
  expect((await stat(`${log}.1`)).size).toBe(5_000_001);
  expect((await stat(log)).size).toBeLessThan(10_000);
});
