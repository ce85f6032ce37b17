import { beforeAll, describe, expect, test } from "vitest";
import { pool } from "@/lib/database/client";
import { useDatabase } from "@/lib/testing/database";

const database = useDatabase();

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const [ann, bob, north, south, west] = [id(1), id(2), id(11), id(12), id(13)];
const [one, two, secretOne, secretTwo, production] = [id(21), id(22), id(31), id(32), id(41)];
const deploy = id(71);
/** A token without a secret. */
const unused = id(29);
const NIL = "00000000-0000-0000-0000-000000000000";

beforeAll(async () => {
  await run(
    "INSERT INTO users (id, email, name) VALUES ($1, 'ann@example.com', 'Ann'), ($2, 'bob@example.com', 'Bob')",
    [ann, bob],
  );
  await run("INSERT INTO fleets (id, slug, name) VALUES ($1, 'north', 'North'), ($2, 'south', 'South')", [
    north,
    south,
  ]);
  await run("INSERT INTO members (fleet_id, user_id, role) VALUES ($1, $2, 'viewer')", [north, ann]);
  await run("INSERT INTO namespaces (id, fleet_id, name) VALUES ($1, $2, 'production')", [production, north]);
  await run("INSERT INTO services (id, slug, fleet_id, name) VALUES ($1, 'deploy', $2, 'Deploy')", [
    deploy,
    north,
  ]);
  for (const [token, secret] of [
    [one, secretOne],
    [two, secretTwo],
  ] as const) {
    await run(INSERT_TOKEN, [token, ann]);
    await run(INSERT_SECRET, [secret, token]);
  }
});

const INSERT_TOKEN = `INSERT INTO tokens (id, kind, owner_user_id, name, scopes, created_by)
  VALUES ($1, 'personal', $2, 'token', '{machines:read}', '{}')`;
const INSERT_SECRET = `INSERT INTO secrets (id, token_id, hash, prefix) VALUES ($1, $2, sha256($1::uuid::text::bytea), 'cab_pat_xxxxxx')`;

describe("one statement that changes rights is one advance, and names what it was about", () => {
  test.each<[string, string, unknown[], string, string[]]>([
    ["changing tokens", "UPDATE tokens SET enabled = false", [], "token", [one, two, unused]],
    ["narrowing a token", "UPDATE tokens SET expires_at = now() WHERE id = $1", [one], "token", [one]],
    [
      "ending a secret for good",
      "UPDATE secrets SET ended_at = now() WHERE id = $1",
      [secretOne],
      "token",
      [one],
    ],
    ["ending a secret", "UPDATE secrets SET ends_at = now() WHERE id = $1", [secretOne], "token", [one]],
    ["removing a secret", "DELETE FROM secrets WHERE id = $1", [secretOne], "token", [one]],
    ["removing a token", "DELETE FROM tokens WHERE id = $1", [unused], "token", [unused]],
    ["making an admin", "UPDATE users SET admin = true WHERE id = $1", [ann], "user", [ann]],
    ["deactivating a user", "UPDATE users SET deactivated_at = now() WHERE id = $1", [ann], "user", [ann]],
    ["removing a user", "DELETE FROM users WHERE id = $1", [bob], "user", [bob]],
    [
      "adding a member",
      "INSERT INTO members (fleet_id, user_id, role) VALUES ($1, $2, 'ops')",
      [south, ann],
      "user",
      [ann],
    ],
    [
      "changing a member's role",
      "UPDATE members SET role = 'admin' WHERE user_id = $1",
      [ann],
      "user",
      [ann],
    ],
    ["removing members", "DELETE FROM members", [], "user", [ann]],
    [
      "adding a fleet",
      "INSERT INTO fleets (id, slug, name) VALUES ($1, 'west', 'West')",
      [west],
      "fleet",
      [west],
    ],
    ["renaming a fleet", "UPDATE fleets SET name = 'N' WHERE id = $1", [north], "fleet", [north]],
    ["removing a fleet", "DELETE FROM fleets WHERE id = $1", [south], "fleet", [south]],
    [
      "adding a namespace",
      "INSERT INTO namespaces (id, fleet_id, name) VALUES ($1, $2, 'staging')",
      [id(42), north],
      "fleet",
      [north],
    ],
    [
      "moving a namespace",
      "UPDATE namespaces SET fleet_id = $1 WHERE id = $2",
      [south, production],
      "fleet",
      [north, south],
    ],
    [
      "adding a service",
      "INSERT INTO services (id, slug, fleet_id, name) VALUES ($1, 'new', $2, 'New')",
      [id(72), north],
      "service",
      [id(72)],
    ],
    ["changing a service's rules", "UPDATE services SET rules = '[{}]'", [], "service", [deploy]],
    ["removing a service", "DELETE FROM services WHERE id = $1", [deploy], "service", [deploy]],
    ["removing a namespace", "DELETE FROM namespaces WHERE id = $1", [production], "fleet", [north]],
  ])("%s", async (_, sql, values, kind, subjects) => {
    const events = subjects.map((subject) => ({ kind, subject }));
    expect(await advanceOf(sql, values)).toEqual({ by: 1, events });
  });

  test.each<[string, string, unknown[]]>([
    ["a new token", INSERT_TOKEN, [id(23), ann]],
    ["a new secret", INSERT_SECRET, [id(33), unused]],
    [
      "a user's name and password",
      "UPDATE users SET name = 'A', password_hash = 'x', updated_at = now()",
      [],
    ],
    [
      "a user's admin set to what it was",
      "UPDATE users SET admin = admin, deactivated_at = deactivated_at",
      [],
    ],
    ["a new user", "INSERT INTO users (id, email, name) VALUES ($1, 'new@example.com', 'New')", [id(3)]],
    ["a token's name", "UPDATE tokens SET name = 'x', version = version + 1 WHERE id = $1", [one]],
    ["an update that finds no row", "UPDATE tokens SET enabled = false WHERE id = $1", [NIL]],
    ["a delete that finds no row", "DELETE FROM members WHERE user_id = $1", [NIL]],
    [
      "a machine",
      "INSERT INTO machines (id, fleet_id, namespace_id, name) VALUES ($1, $2, $3, 'm')",
      [id(51), north, production],
    ],
    ["a secret's use", "INSERT INTO secret_uses (secret_id, last_used_at) VALUES ($1, now())", [secretOne]],
    ["a session", "INSERT INTO sessions (id, user_id) VALUES ($1, $2)", [id(61), ann]],
  ])("%s is none", async (_, sql, values) => {
    expect(await advanceOf(sql, values)).toEqual({ by: 0, events: [] });
  });

  test.each(["tokens", "secrets", "users", "members", "fleets", "namespaces", "services"])(
    "emptying %s forgets everything",
    async (table) => {
      await database.asOwner("BEGIN");
      const [before] = await database.asOwner<{ seq: string }>("SELECT seq FROM rights_clock");
      await database.asOwner(`TRUNCATE ${table} CASCADE`);
      const events = await database.asOwner(
        "SELECT DISTINCT kind, subject FROM rights_events WHERE seq > $1",
        [before?.seq],
      );
      await database.asOwner("ROLLBACK");
      expect(events).toEqual([{ kind: "all", subject: NIL }]);
    },
  );
});

test("changing 10,000 tokens at once is one advance with 10,000 subjects, and quick", async () => {
  await run(
    `INSERT INTO tokens (id, kind, owner_user_id, name, scopes, created_by)
     SELECT gen_random_uuid(), 'personal', $1, 'many', '{machines:read}', '{}' FROM generate_series(1, 10000)`,
    [ann],
  );
  const before = await seq();
  const start = performance.now();
  await run("UPDATE tokens SET revoked_at = now() WHERE name = 'many'");
  // Statement triggers take about 0.15 s, row triggers took 1.8.
  expect(performance.now() - start).toBeLessThan(5_000);
  expect(await seq()).toBe(before + 1n);
  const [count] = await run<{ n: string }>("SELECT count(*) AS n FROM rights_events WHERE seq = $1", [
    before + 1n,
  ]);
  expect(count?.n).toBe("10000");
});

test("a change that is rolled back takes its advance back", async () => {
  const before = await seq();
  const client = await pool().connect();
  await client.query("BEGIN");
  await client.query("UPDATE tokens SET enabled = NOT enabled");
  await client.query("ROLLBACK");
  client.release();
  expect(await seq()).toBe(before);
  expect(await run("SELECT FROM rights_events WHERE seq > $1", [before])).toEqual([]);
});

test("transactions that change the same tokens in opposite orders do not deadlock", async () => {
  const before = await seq();
  const change = async (first: string, second: string) => {
    const client = await pool().connect();
    try {
      await client.query("BEGIN");
      await client.query("UPDATE tokens SET enabled = NOT enabled WHERE id = $1", [first]);
      await client.query("UPDATE tokens SET enabled = NOT enabled WHERE id = $1", [second]);
      await client.query("COMMIT");
    } catch (error) {
      await client.query("ROLLBACK");
      throw error;
    } finally {
      client.release();
    }
  };
  for (let round = 0; round < 100; round++) {
    await Promise.all([change(one, two), change(two, one), change(one, two), change(two, one)]);
  }
  expect(await seq()).toBe(before + 800n);
});

test("a clock that was taken makes every other change of rights wait, and no new token", async () => {
  const client = await pool().connect();
  await client.query("BEGIN");
  const { rows } = await client.query("SELECT rights_clock_take() AS seq");
  expect(BigInt(rows[0].seq)).toBe(await seq());
  await run(INSERT_TOKEN, [id(24), ann]);
  let changed = false;
  const change = run("UPDATE members SET role = 'ops'").then(() => {
    changed = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(changed).toBe(false);
  await client.query("COMMIT");
  client.release();
  await change;
});

test("the clock without its row stops every change of rights instead of passing it", async () => {
  await database.asOwner("BEGIN");
  await database.asOwner("DELETE FROM rights_clock");
  await expect(database.asOwner("UPDATE tokens SET enabled = false")).rejects.toMatchObject({
    code: "P0002",
  });
  await database.asOwner("ROLLBACK");
});

/** By how much a statement moves the clock within its own transaction, and the events it leaves; then all is undone. */
async function advanceOf(sql: string, values: unknown[]) {
  const client = await pool().connect();
  const read = async () => BigInt((await client.query("SELECT seq FROM rights_clock")).rows[0].seq);
  try {
    await client.query("BEGIN");
    await client.query(INSERT_TOKEN, [unused, ann]);
    const before = await read();
    await client.query(sql, values);
    const events = "SELECT kind, subject FROM rights_events WHERE seq > $1 ORDER BY seq, subject";
    return { by: Number((await read()) - before), events: (await client.query(events, [before])).rows };
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

async function run<Row = unknown>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await pool().query(sql, values)).rows as Row[];
}

async function seq(): Promise<bigint> {
  return BigInt((await run<{ seq: string }>("SELECT seq FROM rights_clock"))[0]?.seq ?? 0);
}
