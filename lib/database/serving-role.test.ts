import pg from "pg";
import { describe, expect, test } from "vitest";
import { pool } from "@/lib/database/client";
import { grantServing } from "@/lib/database/grants";
import { makeAuditPartitions } from "@/lib/database/partitions";
import { useDatabase } from "@/lib/testing/database";

const database = useDatabase();
const DENIED = { code: "42501" };

const INSERT_EVENT = `INSERT INTO audit_events (id, at, action, decision, rbac_decision, credential, via)
  VALUES ($1, now(), 'token.created', 'allow', 'allow', 'session', 'ui')`;

describe("the serving role may add to the log and read it, and no more", () => {
  test("it inserts and reads", async () => {
    await pool().query(INSERT_EVENT, [uuidAt("2026-11-22T12:00:00Z")]);
    expect((await pool().query("SELECT xact FROM audit_events")).rowCount).toBe(1);
  });

  test("it changes, removes, empties and drops nothing in it", async () => {
    const partitions = (
      await database.asOwner<{ name: string }>(
        "SELECT inhrelid::regclass AS name FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE c.relkind = 'r'",
      )
    ).map(({ name }) => name);
    expect(partitions.length).toBeGreaterThanOrEqual(3);
    for (const table of ["audit_events", ...partitions]) {
      await expect(pool().query(`UPDATE ${table} SET action = 'x'`)).rejects.toMatchObject(DENIED);
      await expect(pool().query(`DELETE FROM ${table}`)).rejects.toMatchObject(DENIED);
      await expect(pool().query(`TRUNCATE ${table}`)).rejects.toMatchObject(DENIED);
      await expect(pool().query(`DROP TABLE ${table}`)).rejects.toMatchObject(DENIED);
    }
  });

  test("a partition that is made later is no way in", async () => {
    const [made] = await database.asOwner<{ name: string }>(
      "SELECT audit_partition_for('2031-05-01') AS name",
    );
    await pool().query(INSERT_EVENT, [uuidAt("2031-05-03T12:00:00Z")]);
    expect((await database.asOwner(`SELECT FROM ${made?.name}`)).length).toBe(1);
    await expect(pool().query(`UPDATE ${made?.name} SET action = 'x'`)).rejects.toMatchObject(DENIED);
    await expect(pool().query(`DELETE FROM ${made?.name}`)).rejects.toMatchObject(DENIED);
  });
});

describe("the serving role cannot touch the rights clock but through a change of rights", () => {
  test.each([
    "UPDATE rights_clock SET seq = 1",
    "DELETE FROM rights_clock",
    "INSERT INTO rights_clock (id, seq) VALUES (2, 1)",
    "SELECT FROM rights_clock FOR UPDATE",
    "INSERT INTO rights_events (seq, kind, subject) VALUES (9, 'token', gen_random_uuid())",
    "DELETE FROM rights_events",
    "SELECT rights_clock_advance('token', '{}')",
    "SELECT audit_partition_for('2031-06-01')",
    "ALTER TABLE tokens DISABLE TRIGGER ALL",
    "TRUNCATE tokens CASCADE",
    "DELETE FROM _prisma_migrations",
    "CREATE TABLE mine (id int)",
  ])("%s", async (sql) => {
    await expect(pool().query(sql)).rejects.toMatchObject(DENIED);
  });
});

test("a hand that granted too much is corrected at the next start", async () => {
  await database.asOwner("GRANT ALL ON ALL TABLES IN SCHEMA public TO cabinet_app");
  await database.asOwner("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO cabinet_app");
  await startAs("cabinet_app");
  const [made] = await database.asOwner<{ name: string }>("SELECT audit_partition_for('2031-07-01') AS name");
  for (const table of ["audit_events", "audit_events_default", made?.name, "rights_clock", "rights_events"]) {
    await expect(pool().query(`DELETE FROM ${table}`)).rejects.toMatchObject(DENIED);
  }
  await expect(pool().query("TRUNCATE tokens CASCADE")).rejects.toMatchObject(DENIED);
  await pool().query("UPDATE tokens SET enabled = false");
});

test("servers that start together all get through", async () => {
  const all = Array.from({ length: 6 }, () => startAs("cabinet_app"));
  for (const { left } of await Promise.all(all)) expect(left).toEqual([]);
});

test("an owner that serves itself keeps its rights", async () => {
  const before = await database.asOwner(
    "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace",
  );
  const [me] = await database.asOwner<{ role: string }>("SELECT current_user AS role");
  await startAs(me?.role ?? "");
  const after = await database.asOwner(
    "SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace",
  );
  expect(after).toEqual(before);
});

/** What a server does at its start, after the migrations. */
async function startAs(servingRole: string) {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  try {
    await grantServing(owner, servingRole);
    return await makeAuditPartitions(owner);
  } finally {
    await owner.end();
  }
}

/** The smallest UUIDv7 of a moment. */
function uuidAt(moment: string): string {
  const hex = Date.parse(moment).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
