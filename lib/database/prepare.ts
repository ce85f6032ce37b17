import pg from "pg";
import { grantServing } from "@/lib/database/grants";
import { migrate } from "@/lib/database/migrate";
import { withSessionOptions } from "@/lib/database/urls";

/** Servers that start together grant one after the other: PostgreSQL refuses the same GRANT twice at once. */
const LOCK = 312_920_521;

/**
 * Brings a database to the schema of this version and gives the serving role its rights.
 * @throws MigrationError; pg's own errors when the database cannot be reached.
 */
export async function prepareDatabase(ownerUrl: string, servingUrl: string): Promise<void> {
  await migrate(ownerUrl);
  const servingRole = new pg.Client({ connectionString: servingUrl }).user;
  if (!servingRole) return;
  const owner = new pg.Client({
    connectionString: withSessionOptions(ownerUrl),
    connectionTimeoutMillis: 5_000,
  });
  await owner.connect();
  try {
    await owner.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await grantServing(owner, servingRole);
  } finally {
    await owner.end();
  }
}
