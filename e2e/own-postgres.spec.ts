/** A cabinet on a PostgreSQL of one's own: the oldest that is supported, and two servers on it. */
import { existsSync } from "node:fs";
import pg from "pg";
import { DEBIAN_15, startDebianPostgres } from "@/lib/testing/debian-postgres";
import { type Admin, startCabinet } from "./cabinet";
import { expect, test } from "./fixtures";
import { Script } from "./script";

const admin: Admin = { email: "admin@example.com", password: "correct horse battery staple" };
const machines = "/api/v1/fleets/default/machines";

test.skip(!existsSync(`${DEBIAN_15}/postgres`), "Debian's PostgreSQL 15 is not on this machine");

test("two servers on one PostgreSQL 15 tell the same truth, and the serving role cannot change the log", async () => {
  test.setTimeout(90_000);
  const postgres = await startDebianPostgres();
  const inDatabase = (name: string, user: string) =>
    postgres.ownerUrl.replace("/postgres?", `/${name}?`).replace("user=owner", `user=${user}`);
  await sql(
    postgres.ownerUrl,
    "CREATE ROLE keeper LOGIN",
    "CREATE ROLE server LOGIN",
    "CREATE DATABASE cabinet OWNER keeper",
  );
  const env = {
    DATABASE_URL: inDatabase("cabinet", "server"),
    DATABASE_OWNER_URL: inDatabase("cabinet", "keeper"),
    CABINET_SECRET: "0123456789abcdefghijklmnopqrstuvwxyz",
  };
  try {
    const [one, two] = await Promise.all([startCabinet({ admin, env }), startCabinet({ admin, env })]);
    const made = [one, two].map((cabinet) => /first admin was made/.test(cabinet.output()));
    expect(made.sort()).toEqual([false, true]);
    const script = new Script(one.url);
    expect((await script.signIn(admin.email, admin.password)).status).toBe(200);
    const other = new Script(two.url);
    for (let round = 0; round < 10; round++) {
      const { id, token } = await script.createToken();
      expect((await other.call("GET", machines, { token })).status).toBe(200);
      expect((await script.call("DELETE", `/api/v1/tokens/${id}`)).status).toBe(204);
      expect((await other.call("GET", machines, { token })).status).toBe(401);
    }
    for (const change of [
      "UPDATE audit_events SET action = 'x'",
      "DELETE FROM audit_events",
      "UPDATE rights_clock SET seq = 1",
    ]) {
      await expect(sql(env.DATABASE_URL, change)).rejects.toThrow(/permission denied/);
    }
    expect(await Promise.all([one.stop(), two.stop()])).toEqual([0, 0]);
  } finally {
    await postgres.stop();
  }
});

async function sql(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
