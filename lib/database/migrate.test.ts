import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { draftMigration, findDrift } from "@/lib/database/drift";
import { isUnavailable } from "@/lib/database/errors";
import { migrate } from "@/lib/database/migrate";
import { migrationsFolder, readMigrations } from "@/lib/database/migrations";
import { makeAuditPartitions } from "@/lib/database/partitions";
import { inDatabase } from "@/lib/database/urls";
import { DEBIAN_15, startDebianPostgres } from "@/lib/testing/debian-postgres";

const run = inject("database");
const made: string[] = [];
let schema: string;
let names: string[];
let scratch: string;

beforeAll(async () => {
  schema = await readFile("prisma/schema.prisma", "utf8");
  names = (await readMigrations(migrationsFolder())).map(({ name }) => name);
  scratch = await mkdtemp(path.join(tmpdir(), "cabinet-migrate-"));
});

afterAll(async () => {
  for (const name of made) await query(run.ownerUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await rm(scratch, { recursive: true, force: true });
});

test("a new database gets every migration, and is what the schema says", async () => {
  const url = await emptyDatabase();
  expect(await migrate(url)).toEqual({ applied: names });
  expect(await migrate(url)).toEqual({ applied: [] });
  await onDatabase(url, (client) => makeAuditPartitions(client));
  expect(await findDrift(url, schema)).toBeNull();
});

test("a database that is not what the schema says is noticed", async () => {
  const url = await migratedDatabase();
  await query(url, "ALTER TABLE tokens DROP COLUMN consumer");
  expect(await findDrift(url, schema)).toContain('ADD COLUMN     "consumer"');
});

test("the next migration is drafted from the schema alone, and leaves no database behind", async () => {
  const count = "SELECT count(*)::int AS n FROM pg_database WHERE datname LIKE 'cabinet_draft%'";
  expect(await draftMigration(run.ownerUrl, schema, "nothing")).toBeNull();
  const wider = schema.replace('@@map("fleets")', 'note String @default("")\n  @@map("fleets")');
  expect(await draftMigration(run.ownerUrl, wider, "fleet_note")).toEqual({
    name: expect.stringMatching(/^\d{14}_fleet_note$/),
    script: expect.stringContaining('ALTER TABLE "fleets" ADD COLUMN     "note" TEXT NOT NULL DEFAULT'),
  });
  expect(await query(run.ownerUrl, count)).toEqual([{ n: 0 }]);
});

test("of several servers that start at once, one applies each migration", async () => {
  const url = await emptyDatabase();
  const results = await Promise.all(Array.from({ length: 5 }, () => migrate(url)));
  expect(results.flatMap(({ applied }) => applied)).toEqual(names);
  const rows = await query(url, "SELECT migration_name FROM _prisma_migrations");
  expect(rows).toHaveLength(names.length);
});

describe("a database that does not fit is refused, and left as it was", () => {
  test("one that a newer version has changed", async () => {
    const url = await migratedDatabase();
    await migrate(url, { folder: await folderWith("29990101000000_later", "CREATE TABLE later (id int)") });
    await expect(migrate(url)).rejects.toMatchObject({
      code: "database_ahead",
      message: expect.stringContaining("29990101000000_later"),
    });
  });

  test("one to which another text of a migration was applied", async () => {
    const url = await migratedDatabase();
    const folder = await folderWith();
    await appendFile(path.join(folder, names[0] ?? "", "migration.sql"), "-- edited\n");
    await expect(migrate(url, { folder })).rejects.toMatchObject({ code: "migration_edited" });
  });

  test("one in which a migration was begun and not finished", async () => {
    const url = await migratedDatabase();
    await query(url, "UPDATE _prisma_migrations SET finished_at = NULL");
    await expect(migrate(url)).rejects.toMatchObject({ code: "migration_unfinished" });
  });

  test("one that holds other tables", async () => {
    const url = await emptyDatabase();
    await query(url, "CREATE TABLE wordpress (id int)");
    await expect(migrate(url)).rejects.toMatchObject({ code: "database_not_empty" });
  });

  test("one that cannot be reached, without the password in the message", async () => {
    const error = await migrate("postgresql://owner:hunter2@127.0.0.1:1/cabinet").catch(
      (caught: unknown) => caught,
    );
    expect(isUnavailable(error)).toBe(true);
    expect(String(error)).not.toContain("hunter2");
  });
});

test("a checkout with other line ends is no edit", async () => {
  const url = await migratedDatabase();
  const folder = await folderWith();
  for (const { name, script } of await readMigrations(folder)) {
    await writeFile(path.join(folder, name, "migration.sql"), script.replaceAll("\n", "\r\n"));
  }
  expect(await migrate(url, { folder })).toEqual({ applied: [] });
});

test("a migration that fails leaves nothing behind, says why in a sentence, and is tried again once mended", async () => {
  const url = await migratedDatabase();
  const name = "29990101000000_broken";
  const folder = await folderWith(name, "CREATE TABLE half (id int); SELECT 1 / 0;");
  await expect(migrate(url, { folder })).rejects.toMatchObject({
    code: "migration_failed",
    message: `Migration ${name} failed (22012): division by zero.`,
  });
  expect(await query(url, "SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
  await writeFile(path.join(folder, name, "migration.sql"), "CREATE TABLE whole (id int);");
  expect(await migrate(url, { folder })).toEqual({ applied: [name] });
});

describe("on the oldest PostgreSQL that is supported", () => {
  test("the migrations apply, nothing drifts, and the clock counts", async ({ skip }) => {
    if (!existsSync(`${DEBIAN_15}/postgres`))
      skip("Debian's PostgreSQL 15 is not installed (apt: postgresql-15).");
    const server = await startDebianPostgres();
    onTestFinished(() => server.stop());
    expect(await migrate(server.ownerUrl)).toEqual({ applied: names });
    const { left } = await onDatabase(server.ownerUrl, (client) => makeAuditPartitions(client));
    expect(left).toEqual([]);
    expect(await findDrift(server.ownerUrl, schema)).toBeNull();
    await query(
      server.ownerUrl,
      "INSERT INTO fleets (id, slug, name) VALUES (gen_random_uuid(), 'north', 'North')",
    );
    await query(server.ownerUrl, "UPDATE fleets SET name = 'N'");
    expect(await query(server.ownerUrl, "SELECT seq::int FROM rights_clock")).toEqual([{ seq: 3 }]);
  });
});

/** A copy of the migrations, with one more. */
async function folderWith(name?: string, script?: string): Promise<string> {
  const folder = await mkdtemp(path.join(scratch, "migrations-"));
  await cp(migrationsFolder(), folder, { recursive: true });
  if (name) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, "migration.sql"), script ?? "");
  }
  return folder;
}

async function emptyDatabase(template = "template0"): Promise<string> {
  const name = `cabinet_migrate_${randomBytes(6).toString("hex")}`;
  made.push(name);
  await query(run.ownerUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  return inDatabase(run.ownerUrl, name);
}

/** Up to date already. */
function migratedDatabase(): Promise<string> {
  return emptyDatabase(run.template);
}

async function query(url: string, sql: string): Promise<unknown[]> {
  return onDatabase(url, async (client) => (await client.query(sql)).rows);
}

async function onDatabase<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}
