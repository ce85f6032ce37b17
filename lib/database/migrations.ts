import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { MigrationList } from "@prisma/schema-engine-wasm";

export type Migration = { name: string; script: string };

/** Where the migrations lie: every entry point runs in the project's root, bundled or not. */
export function migrationsFolder(): string {
  return path.join(process.cwd(), "prisma", "migrations");
}

/** The migrations of a folder, in the order in which they are applied. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => ({
      name,
      script: await readFile(path.join(folder, name, "migration.sql"), "utf8"),
    })),
  );
}

/** Whether Prisma's checksum is that of this script; a checkout with other line ends is no edit. */
export function hasChecksum(migration: Migration, checksum: string): boolean {
  const unix = migration.script.replaceAll("\r\n", "\n");
  return [unix, unix.replaceAll("\n", "\r\n"), migration.script].some(
    (text) => createHash("sha256").update(text).digest("hex") === checksum,
  );
}

/** The same list in the words of the schema engine. */
export function asMigrationList(folder: string, migrations: Migration[]): MigrationList {
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value: script } },
    })),
  };
}
