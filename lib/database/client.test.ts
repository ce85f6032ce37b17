import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import net from "node:net";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { connectDatabase, db, disconnectDatabase, pool } from "@/lib/database/client";
import { isUnavailable, isUniqueViolation } from "@/lib/database/errors";
import { Prisma } from "@/lib/database/generated/client";
import { transaction } from "@/lib/database/transaction";
import { withSessionOptions } from "@/lib/database/urls";
import { useDatabase } from "@/lib/testing/database";

const database = useDatabase();

const newUser = () => ({ id: randomUUID(), email: `${randomUUID()}@example.com`, name: "Ann" });
const newFleet = () => ({ id: randomUUID(), slug: randomUUID(), name: "North" });

test("a condition on undefined is refused instead of matching every row", async () => {
  const where = { id: undefined as unknown as string };
  await expect(db().user.findMany({ where })).rejects.toThrow("undefined");
  await expect(db().token.updateMany({ where, data: { enabled: false } })).rejects.toThrow("undefined");
});

test("a moment comes back as it was written, on a server with a zone of its own", async () => {
  const [zone] = await database.asOwner(
    "SELECT unnest(setconfig) AS of_role FROM pg_db_role_setting WHERE setrole = 'cabinet_app'::regrole",
  );
  expect(zone).toEqual({ of_role: "TimeZone=Asia/Kolkata" });
  const deactivatedAt = new Date("2026-03-29T01:30:00.123Z");
  const { id } = await db().user.create({ data: { ...newUser(), deactivatedAt } });
  const read = await db().user.findUniqueOrThrow({ where: { id } });
  expect(read.deactivatedAt).toEqual(deactivatedAt);
  expect(Math.abs(read.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
  const { rows } = await pool().query("SELECT deactivated_at AS at FROM users WHERE id = $1", [id]);
  expect(rows[0].at).toEqual(deactivatedAt);
});

test("commits are on disk before they are answered, whatever the role was given", async () => {
  await database.asOwner("ALTER ROLE cabinet_app SET synchronous_commit = off");
  const { rows } = await pool().query("SHOW synchronous_commit");
  await database.asOwner("ALTER ROLE cabinet_app RESET synchronous_commit");
  expect(rows).toEqual([{ synchronous_commit: "on" }]);
});

test("a pool that is printed shows no password", async () => {
  await disconnectDatabase();
  connectDatabase("postgresql://a:hunter2@127.0.0.1:1/x");
  expect(inspect(pool(), { depth: 8 }) + inspect(db())).not.toContain("hunter2");
  await disconnectDatabase();
  connectDatabase(database.servingUrl);
});

test("a URL's own parameters survive", () => {
  const url = withSessionOptions(
    "postgresql://a:b%40c@db.example/x?sslmode=verify-full&options=-c+work_mem%3D8MB",
  );
  expect(new URL(url).searchParams.get("sslmode")).toBe("verify-full");
  expect(new URL(url).searchParams.getAll("options").at(-1)).toBe(
    "-c work_mem=8MB -c timezone=UTC -c synchronous_commit=on",
  );
});

test("120 transactions at once, each with a change of rights, all succeed", async () => {
  const results = await Promise.all(
    Array.from({ length: 120 }, () =>
      transaction(async (tx) => {
        const user = await tx.user.create({ data: newUser() });
        const fleet = await tx.fleet.create({ data: newFleet() });
        return tx.member.create({ data: { userId: user.id, fleetId: fleet.id, role: "viewer" } });
      }),
    ),
  );
  expect(results).toHaveLength(120);
});

describe("a transaction", () => {
  test("that throws leaves nothing behind", async () => {
    const user = newUser();
    const failing = transaction(async (tx) => {
      await tx.user.create({ data: user });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await db().user.findUnique({ where: { id: user.id } })).toBeNull();
  });

  test("that deadlocks is run again, and both happen", async () => {
    const [a, b] = [newUser(), newUser()];
    await db().user.createMany({ data: [a, b] });
    let runs = 0;
    let both = () => {};
    const bothStarted = new Promise<void>((resolve) => {
      both = resolve;
    });
    const change = (first: string, second: string) =>
      transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 AS locked FROM users WHERE id = ${first}::uuid FOR UPDATE`;
        if (++runs === 2) both();
        await bothStarted;
        await tx.$queryRaw`SELECT 1 AS locked FROM users WHERE id = ${second}::uuid FOR UPDATE`;
      });
    await Promise.all([change(a.id, b.id), change(b.id, a.id)]);
    expect(runs).toBe(3);
  });

  test("whose connection is cut is not run again, and the next one works", async () => {
    let runs = 0;
    const cut = transaction(async (tx) => {
      runs++;
      const [mine] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await database.asOwner("SELECT pg_terminate_backend($1)", [mine?.pid]);
      await tx.user.create({ data: newUser() });
    });
    expect(isUnavailable(await cut.catch((error: unknown) => error))).toBe(true);
    expect(runs).toBe(1);
    await db().user.create({ data: newUser() });
  });
});

test("every kind of query that is cut off while it runs says that the database was away, and the next one works", async () => {
  const running = [
    db().$queryRaw`SELECT 1 AS one FROM pg_sleep(10)`,
    transaction((tx) => tx.$queryRaw`SELECT 1 AS one FROM pg_sleep(10)`),
    pool().query("SELECT pg_sleep(10)"),
  ].map((query) => query.catch((error: unknown) => error));
  const sleeping =
    "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(10)%' AND pid <> pg_backend_pid()";
  while ((await database.asOwner(`SELECT ${sleeping}`)).length < 3)
    await new Promise((resolve) => setTimeout(resolve, 10));
  await database.asOwner(`SELECT pg_terminate_backend(pid) ${sleeping}`);
  expect((await Promise.all(running)).map(isUnavailable)).toEqual([true, true, true]);
  await db().user.findFirst();
});

describe("what an error means", () => {
  test("a missing file is not a missing database", async () => {
    expect(isUnavailable(await readFile("/nonexistent").catch((e: unknown) => e))).toBe(false);
  });

  test("a second row with the same key is a unique violation, through Prisma and through SQL", async () => {
    const user = newUser();
    await db().user.create({ data: user });
    const byPrisma = await db()
      .user.create({ data: { ...user, id: randomUUID() } })
      .catch((e: unknown) => e);
    const byRaw = await db()
      .$executeRaw`INSERT INTO users (id, email, name) VALUES (${user.id}::uuid, 'x', 'x')`.catch(
      (e: unknown) => e,
    );
    const bySql = await pool()
      .query("INSERT INTO users (id, email, name) VALUES ($1, 'x', 'x')", [user.id])
      .catch((e: unknown) => e);
    for (const error of [byPrisma, byRaw, bySql]) {
      expect(isUniqueViolation(error)).toBe(true);
      expect(isUnavailable(error)).toBe(false);
    }
  });

  test("a broken check, a wrong query and a read-only server are told apart", async () => {
    const tooLong = await db()
      .token.create({ data: { id: randomUUID(), kind: "personal", name: "x", createdBy: {} } })
      .catch((e: unknown) => e);
    const wrong = await db()
      .$queryRawUnsafe("SELECT nonsense")
      .catch((e: unknown) => e);
    const readOnly = await transaction(async (tx) => {
      await tx.$executeRaw`SET TRANSACTION READ ONLY`;
      await tx.user.create({ data: newUser() });
    }).catch((e: unknown) => e);
    expect([tooLong, wrong, readOnly].map(isUnavailable)).toEqual([false, false, true]);
  });

  test("JSON null and the other marks of Prisma reach the database", async () => {
    const user = await db().user.create({ data: newUser() });
    const token = {
      id: randomUUID(),
      kind: "personal" as const,
      ownerUserId: user.id,
      name: "x",
      inherit: true,
    };
    await db().token.create({
      data: { ...token, createdBy: {}, revokedBy: Prisma.DbNull, disabledBy: Prisma.JsonNull },
    });
    const { rows } = await pool().query(
      "SELECT revoked_by IS NULL AS db, disabled_by::text AS json FROM tokens WHERE id = $1",
      [token.id],
    );
    expect(rows).toEqual([{ db: true, json: "null" }]);
  });
});

describe("a database that is away is known as such within seconds, and costs no more than that", () => {
  test.each([
    ["refuses connections", "postgresql://a:hunter2@127.0.0.1:1/x"],
    ["has no socket", "postgresql:///x?host=/nonexistent&user=a&password=hunter2"],
    ["has no such name", "postgresql://a:hunter2@nowhere.invalid/x"],
  ])("when it %s", async (_, url) => {
    await away(url, 1_500);
  });

  test("when it accepts and says nothing", async () => {
    const sockets = new Set<net.Socket>();
    const silent = net.createServer((socket) => sockets.add(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as net.AddressInfo;
    await away(`postgresql://a:hunter2@127.0.0.1:${port}/x`, 4_000);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  async function away(url: string, withinMs: number): Promise<void> {
    await disconnectDatabase();
    connectDatabase(url);
    const start = performance.now();
    const errors = await Promise.all([
      db()
        .user.findFirst()
        .catch((error: unknown) => error),
      transaction((tx) => tx.user.findFirst()).catch((error: unknown) => error),
      pool()
        .query("SELECT 1")
        .catch((error: unknown) => error),
    ]);
    expect(performance.now() - start).toBeLessThan(withinMs);
    expect(errors.map(isUnavailable)).toEqual([true, true, true]);
    for (const error of errors)
      expect(`${(error as Error).stack}${JSON.stringify(error)}`).not.toContain("hunter2");
    await disconnectDatabase();
    connectDatabase(database.servingUrl);
    await pool().query("SELECT 1");
  }
});
