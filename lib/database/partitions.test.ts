import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/database/client";
import { makeAuditPartitions } from "@/lib/database/partitions";
import { useDatabase } from "@/lib/testing/database";

const database = useDatabase();
const owner = { client: null as unknown as pg.Client };

beforeAll(async () => {
  owner.client = new pg.Client({ connectionString: database.ownerUrl });
  await owner.client.connect();
});

afterAll(() => owner.client.end());

test("this month and the next get a partition, over the turn of a year and as often as asked", async () => {
  const december = new Date("2032-12-31T23:59:59.999Z");
  const made = { standing: ["audit_events_2032_12", "audit_events_2033_01"], left: [] };
  expect(await makeAuditPartitions(owner.client, december)).toEqual(made);
  expect(await makeAuditPartitions(owner.client, december)).toEqual(made);
});

test("an event lands in the month of its id, to the millisecond", async () => {
  await makeAuditPartitions(owner.client, new Date("2033-03-15"));
  expect(await landing("2033-02-28T23:59:59.999Z")).toBe("audit_events_default");
  expect(await landing("2033-03-01T00:00:00.000Z")).toBe("audit_events_2033_03");
  expect(await landing("2033-03-31T23:59:59.999Z")).toBe("audit_events_2033_03");
  expect(await landing("2033-04-01T00:00:00.000Z")).toBe("audit_events_2033_04");
});

test("events that already lie in the default partition move, unchanged, and only those of the month", async () => {
  expect(await landing("2034-01-31T23:59:59.999Z")).toBe("audit_events_default");
  const id = await insert("2034-02-10T00:00:00Z");
  const before = await read(id);
  const { standing } = await makeAuditPartitions(owner.client, new Date("2034-02-15"));
  expect(standing).toContain("audit_events_2034_02");
  expect(await read(id)).toEqual({ ...before, place: "audit_events_2034_02" });
  const [left] = await database.asOwner(
    "SELECT count(*)::int AS n FROM audit_events_default WHERE id < audit_id_from('2034-02-01Z') AND id >= audit_id_from('2034-01-01Z')",
  );
  expect(left).toEqual({ n: 1 });
});

test("more events than can be moved without a pause stay where they are, and are said", async () => {
  await database.asOwner(
    `INSERT INTO audit_events (id, at, action, decision, rbac_decision, credential, via)
     SELECT overlay(audit_id_from('2035-01-10Z')::text placing lpad(to_hex(n), 12, '0') from 25)::uuid,
       now(), 'x', 'allow', 'allow', 'none', 'api' FROM generate_series(1, 20001) AS n`,
  );
  expect(await makeAuditPartitions(owner.client, new Date("2035-01-15"))).toEqual({
    standing: ["audit_events_2035_02"],
    left: [{ month: "2035-01" }],
  });
});

test("an insert that is open into another month does not hold it up, one into the default only for a second", async () => {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await insert("2033-03-10T00:00:00Z", client);
    const quick = await makeAuditPartitions(owner.client, new Date("2036-01-15"));
    expect(quick.left).toEqual([]);
    await insert("2037-06-10T00:00:00Z", client);
    const blocked = await makeAuditPartitions(owner.client, new Date("2037-06-15"));
    expect(blocked.left).toEqual([
      { month: "2037-06", code: "55P03" },
      { month: "2037-07", code: "55P03" },
    ]);
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
  expect((await makeAuditPartitions(owner.client, new Date("2037-06-15"))).left).toEqual([]);
});

type Queryable = Pick<pg.ClientBase, "query">;

async function insert(moment: string, client: Queryable = pool() as unknown as Queryable): Promise<string> {
  const hex = Date.parse(moment).toString(16).padStart(12, "0");
  const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${randomBytes(6).toString("hex")}`;
  await client.query(
    `INSERT INTO audit_events (id, at, action, decision, rbac_decision, credential, via, required_scopes, changes)
     VALUES ($1, $2, 'token.created', 'allow', 'allow', 'session', 'ui', '{tokens:write}', '{"name": ["a", "b"]}')`,
    [id, moment],
  );
  return id;
}

async function read(id: string): Promise<Record<string, unknown>> {
  const [row] = await database.asOwner<Record<string, unknown>>(
    "SELECT tableoid::regclass::text AS place, xact::text AS written_by, * FROM audit_events WHERE id = $1",
    [id],
  );
  return row ?? {};
}

async function landing(moment: string): Promise<unknown> {
  return (await read(await insert(moment))).place;
}
