import pg from "pg";
import {
  type Access,
  connectionUrl,
  DATABASE,
  OWNER_ROLE,
  passwordOf,
  SERVING_ROLE,
} from "@/lib/database/embedded/access";

/**
 * Makes the database and the serving role, which may connect to it and look into its schema and no more: grants
 * on tables come with the migrations. Granting CONNECT comes last, so a start killed in between does the rest next time.
 *
 * @param maintenance a connection of the owner to another database.
 */
export async function ensureRoles(maintenance: pg.Client, access: Access): Promise<void> {
  const { rows } = await maintenance.query<{ role: boolean; database: boolean; complete: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
            EXISTS (SELECT FROM pg_database WHERE datname = $2) AS database,
            EXISTS (SELECT FROM pg_database d, aclexplode(d.datacl) a JOIN pg_roles r ON r.oid = a.grantee
                    WHERE d.datname = $2 AND r.rolname = $1 AND a.privilege_type = 'CONNECT') AS complete`,
    [SERVING_ROLE, DATABASE],
  );
  const found = rows[0];
  if (found?.complete) return;
  const password = passwordOf(access, SERVING_ROLE);
  if (!found?.role) {
    await maintenance.query(
      `CREATE ROLE ${SERVING_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE${password ? ` PASSWORD '${password}'` : ""}`,
    );
  }
  if (!found?.database) await maintenance.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER_ROLE}`);

  const inside = new pg.Client({ connectionString: connectionUrl(access, OWNER_ROLE, DATABASE) });
  await inside.connect();
  try {
    await inside.query(`
      REVOKE ALL ON SCHEMA public FROM PUBLIC;
      GRANT USAGE ON SCHEMA public TO ${SERVING_ROLE};
      REVOKE ALL ON DATABASE postgres, template1, ${DATABASE} FROM PUBLIC;
      GRANT CONNECT ON DATABASE ${DATABASE} TO ${SERVING_ROLE}`);
  } finally {
    await inside.end();
  }
}
