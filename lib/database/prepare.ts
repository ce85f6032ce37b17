import pg from "pg";
import { grantServing } from "@/lib/database/grants";
import { migrate } from "@/lib/database/migrate";
import { makeAuditPartitions } from "@/lib/database/partitions";
import { withSessionOptions } from "@/lib/database/urls";

/**
 * Brings a database to the schema of this version, gives the serving role its rights and the log its months.
 * @throws MigrationError; pg's own errors when the database cannot be reached.
 */
export async function prepareDatabase(ownerUrl: string, servingUrl: string): Promise<void> {
  await migrate(ownerUrl);
  const servingRole = await withClient(servingUrl, async (serving) => {
    // Asked, not read from the URL: a pooler may map users.
    const { rows } = await serving.query<{ role: string }>("SELECT current_user AS role");
    return rows[0]?.role;
  });
  await withClient(ownerUrl, async (owner) => {
    if (servingRole) await grantServing(owner, servingRole);
    const { left } = await makeAuditPartitions(owner);
    if (left.length > 0) {
      console.warn(
        `The log has no partition of its own for ${left.map(({ month }) => month).join(", ")}; it is tried again at the next start.`,
      );
    }
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: withSessionOptions(url), connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
