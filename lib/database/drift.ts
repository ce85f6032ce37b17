import { randomBytes } from "node:crypto";
import pg from "pg";
import { migrate } from "@/lib/database/migrate";
import { migrationsFolder } from "@/lib/database/migrations";
import { openSchemaEngine } from "@/lib/database/schema-engine";
import { inDatabase } from "@/lib/database/urls";

/**
 * The SQL that would bring a live database to `schema` (the text of schema.prisma), or null when it is there already.
 * What Prisma cannot express (partitions, triggers, checks, partial indexes, grants) it neither sees nor misses.
 */
export async function findDrift(ownerUrl: string, schema: string): Promise<string | null> {
  const files = [{ path: "schema.prisma", content: schema }];
  const { engine, close } = await openSchemaEngine(ownerUrl, schema);
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: process.cwd() },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    });
    return exitCode === 0 ? null : (stdout ?? "");
  } finally {
    await close();
  }
}

/**
 * Answers the migration that leads from the folder's migrations to `schema`, or null when they agree. It writes no file.
 * `scratchUrl` is a server on which a database may be created and dropped.
 */
export async function draftMigration(
  scratchUrl: string,
  schema: string,
  name: string,
  folder: string = migrationsFolder(),
): Promise<{ name: string; script: string } | null> {
  const server = new pg.Client({ connectionString: scratchUrl });
  await server.connect();
  const scratch = `cabinet_draft_${randomBytes(6).toString("hex")}`;
  try {
    await server.query(`CREATE DATABASE ${scratch} TEMPLATE template0`);
    const url = inDatabase(scratchUrl, scratch);
    await migrate(url, { folder });
    const script = await findDrift(url, schema);
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    return script === null ? null : { name: `${stamp}_${name}`, script };
  } finally {
    await server.query(`DROP DATABASE IF EXISTS ${scratch} WITH (FORCE)`);
    await server.end();
  }
}
