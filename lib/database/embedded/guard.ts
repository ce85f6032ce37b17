import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Access, connectionUrl, MAINTENANCE_DATABASE, OWNER_ROLE } from "@/lib/database/embedded/access";

/** The advisory lock that a serving Token Cabinet holds in its session ("cabinet" in ASCII). */
const GUARD_KEY = "27973097997886836";
const NAME = "token-cabinet pid ";

/** The connection that says "the owner of this PostgreSQL lives"; PostgreSQL frees its lock when we die. */
export interface Guard {
  client: pg.Client;
  /** Settles when the connection is gone. */
  lost: Promise<void>;
  /** From now on the connection alone does not keep this process alive. */
  unref(): void;
  end(): Promise<void>;
}

/** pg has these two; its types do not. */
type Client = pg.Client & { ref(): void; unref(): void };

/** Opens the guard; undefined when another session holds its lock for longer than `withinMs`. */
export async function openGuard(access: Access, withinMs: number): Promise<Guard | undefined> {
  const client = await connect(access);
  const lost = new Promise<void>((resolve) => {
    client.once("end", () => resolve());
    client.once("error", () => resolve());
  });
  const end = () => {
    client.ref();
    return client.end().catch(() => undefined);
  };
  try {
    for (const deadline = Date.now() + withinMs; ; await sleep(20)) {
      const { rows } = await client.query<{ held: boolean }>(
        `SELECT pg_try_advisory_lock(${GUARD_KEY}) AS held`,
      );
      if (rows[0]?.held) return { client, lost, unref: () => client.unref(), end };
      if (Date.now() >= deadline) break;
    }
  } catch (error) {
    await end();
    throw error;
  }
  await end();
  return undefined;
}

/** What a PostgreSQL that we did not start says about its owner. */
type Owner = { kind: "silent" } | { kind: "orphan" } | { kind: "alive"; pid: string };

/** Asks at the given door; a server that refuses every connection counts as `silent`. */
export async function askForOwner(access: Access): Promise<Owner> {
  try {
    // A session of a killed owner goes within 20 ms, with client_connection_check_interval also in mid-query.
    const guard = await openGuard(access, 1000);
    if (guard) {
      await guard.end();
      return { kind: "orphan" };
    }
    const client = await connect(access);
    const { rows } = await client.query<{ name: string }>(
      `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE l.locktype = 'advisory' AND l.granted AND (l.classid::int8 << 32 | l.objid::int8) = ${GUARD_KEY}`,
    );
    await client.end();
    return { kind: "alive", pid: rows[0]?.name.replace(NAME, "") ?? "unknown" };
  } catch {
    return { kind: "silent" };
  }
}

async function connect(access: Access): Promise<Client> {
  const client = new pg.Client({
    connectionString: connectionUrl(access, OWNER_ROLE, MAINTENANCE_DATABASE),
    application_name: NAME + process.pid,
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  }) as Client;
  // Without a listener a broken connection would end this process.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
