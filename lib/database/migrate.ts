import pg from "pg";
import { isUnavailable } from "@/lib/database/errors";
import {
  asMigrationList,
  hasChecksum,
  type Migration,
  migrationsFolder,
  readMigrations,
} from "@/lib/database/migrations";
import type { ScriptError } from "@/lib/database/schema-engine";
import { withSessionOptions } from "@/lib/database/urls";

export type MigrateOptions = {
  /** The folder of the migrations; `prisma/migrations` of the project unless told. */
  folder?: string;
  /** How long to wait for another server that is migrating; 5 minutes unless told. */
  waitSeconds?: number;
};

type MigrationErrorCode =
  | "database_too_old"
  | "database_not_utf8"
  | "database_not_empty"
  | "database_ahead"
  | "migration_edited"
  | "migration_missing"
  | "migration_unfinished"
  | "migration_failed"
  | "migration_busy";

/** Why a database cannot be brought to this version, in a sentence for whoever starts the server. */
class MigrationError extends Error {
  override name = "MigrationError";
  constructor(
    readonly code: MigrationErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

type Applied = { name: string; checksum: string; finished: boolean };

/** Servers that start together wait here for each other: an advisory lock with a number of our own. */
const LOCK = 312_920_520;

/**
 * Brings the database to the schema of this version, as its owner. Several servers may do so at once.
 * With nothing to do it costs one connection and two queries.
 * @returns the names of the migrations that this call applied.
 * @throws MigrationError; pg's own errors when the database cannot be reached (`isUnavailable`).
 */
export async function migrate(
  ownerUrl: string,
  options: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const folder = options.folder ?? migrationsFolder();
  const migrations = await readMigrations(folder).catch(() => []);
  if (migrations.length === 0)
    throw new MigrationError(
      "migration_missing",
      "The migrations were not found: start the server in the project's root, where prisma/migrations lies.",
    );
  const client = new pg.Client({
    connectionString: withSessionOptions(ownerUrl, ["statement_timeout=0"]),
    application_name: "token-cabinet-migrations",
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => {});
  await client.connect();
  try {
    await requireUsableServer(client);
    if (isUpToDate(migrations, await readApplied(client))) return { applied: [] };
    await takeLock(client, options.waitSeconds ?? 300);
    const pending = pendingOf(migrations, await readApplied(client));
    if (pending.length > 0) await apply(client, ownerUrl, folder, migrations);
    return { applied: pending.map(({ name }) => name) };
  } finally {
    await client.end();
  }
}

async function requireUsableServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding",
  );
  const server = rows[0];
  if (server && server.version < 150_000)
    throw new MigrationError("database_too_old", "PostgreSQL 15 or later is needed.");
  if (server && server.encoding !== "UTF8")
    throw new MigrationError(
      "database_not_utf8",
      `The database must be encoded in UTF8, not ${server.encoding}.`,
    );
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  try {
    const { rows } = await client.query<Applied>(
      `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
       FROM public._prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
    );
    return rows;
  } catch (error) {
    if ((error as { code?: unknown }).code === "42P01") return [];
    throw error;
  }
}

function isUpToDate(migrations: Migration[], applied: Applied[]): boolean {
  return (
    migrations.length === applied.length &&
    migrations.every((migration, i) => {
      const row = applied[i];
      return row?.name === migration.name && row.finished && hasChecksum(migration, row.checksum);
    })
  );
}

/** What remains to be applied. Called under the lock: a migration that is not finished is nobody's work any more. */
function pendingOf(migrations: Migration[], applied: Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum, finished } of applied) {
    const migration = known.get(name);
    if (!migration)
      throw new MigrationError(
        "database_ahead",
        `The database was changed by a newer version (migration ${name}): start that version, or restore a backup.`,
      );
    if (!finished)
      throw new MigrationError(
        "migration_unfinished",
        `Migration ${name} was begun and not finished: see whether its changes are there, then set finished_at (they are) or rolled_back_at (they are not) in its row of _prisma_migrations.`,
      );
    if (!hasChecksum(migration, checksum))
      throw new MigrationError(
        "migration_edited",
        `Migration ${name} was edited after it had been applied: restore the file, and put the change into a new migration.`,
      );
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function takeLock(client: pg.Client, waitSeconds: number): Promise<void> {
  const end = Date.now() + waitSeconds * 1000;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [
      LOCK,
    ]);
    if (rows[0]?.taken) return;
    if (Date.now() > end)
      throw new MigrationError(
        "migration_busy",
        `Another server has been migrating this database for ${waitSeconds} s.`,
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Loads the engine only here: it costs 70 ms and some megabytes, and most starts do not need it. */
async function apply(
  client: pg.Client,
  ownerUrl: string,
  folder: string,
  migrations: Migration[],
): Promise<void> {
  const { openSchemaEngine } = await import("@/lib/database/schema-engine");
  const { engine, scriptError, close } = await openSchemaEngine(
    ownerUrl,
    'datasource db { provider = "postgresql" }',
  );
  try {
    await engine.applyMigrations({
      migrationsList: asMigrationList(folder, migrations),
      filters: { externalTables: [], externalEnums: [] },
    });
  } catch (error) {
    throw await explain(client, error, scriptError());
  } finally {
    await close();
  }
}

/** Turns the engine's page of text into a sentence, and takes back what is known to have had no effect. */
async function explain(
  client: pg.Client,
  error: unknown,
  refused: ScriptError | undefined,
): Promise<MigrationError> {
  const text = error instanceof Error ? error.message : String(error);
  const options = { cause: error };
  if (text.includes("schema is not empty"))
    return new MigrationError(
      "database_not_empty",
      "The database holds tables that are not this program's: give it a database of its own.",
      options,
    );
  if (!refused || isUnavailable(refused))
    return new MigrationError(
      "migration_failed",
      `The migrations stopped midway: ${refused?.message ?? firstSaid(text)}.`,
      options,
    );
  // PostgreSQL itself refused the script, which it runs whole or not at all: the next start may try again.
  const { rows } = await client.query<{ name: string }>(
    `UPDATE public._prisma_migrations SET rolled_back_at = now()
     WHERE finished_at IS NULL AND rolled_back_at IS NULL RETURNING migration_name AS name`,
  );
  return new MigrationError(
    "migration_failed",
    `Migration ${rows[0]?.name} failed (${refused.code}): ${refused.message}.`,
    options,
  );
}

/** The line of the engine's text that says something. */
function firstSaid(text: string): string {
  const said = text.replace(/^external connector error\s*/, "").split("\n", 1)[0] ?? "";
  return said.replace(/^(Error querying the database: )?(ERROR: )?/, "").replace(/\.$/, "");
}
