import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "@/lib/database/generated/client";
import { withSessionOptions } from "@/lib/database/urls";

/** The client inside `transaction(…)`: it can do all that `db()` can, but open another transaction. */
export type Transaction = Prisma.TransactionClient;

export type DatabaseOptions = {
  /** Connections this process may hold; 16 unless told. 120 changes at once wait for one in turn. */
  poolSize?: number;
  /** The name under which the connections stand in pg_stat_activity. */
  applicationName?: string;
};

type Opened = { pool: pg.Pool; client: PrismaClient };
type Connection = { url: string; options: DatabaseOptions; opened?: Opened };

// The server's bundle and Next's bundle each carry a copy of this module; the pool must be one.
const HOME = Symbol.for("token-cabinet.database");
const home = globalThis as { [HOME]?: Connection };

/** A server that does not answer a connection attempt counts as away after this. */
const CONNECT_TIMEOUT_MS = 2_000;
/** Where a hung server ends. */
const STATEMENT_TIMEOUT_MS = 15_000;
/** Changes of rights wait for each other for much less; a lock that is held longer will not be let go soon. */
const LOCK_TIMEOUT_MS = 2_500;
/** A process that stops midway through a change must not keep the rights clock. */
const IDLE_TRANSACTION_MS = 30_000;
/** How long a query may wait for a free connection of the pool: a burst must queue, not fail. */
const QUEUE_TIMEOUT_MS = 10_000;

/**
 * Says which database this process uses. Nothing is opened before the first `db()` or `pool()`.
 * @throws when another database is already in use: call `disconnectDatabase` first.
 */
export function connectDatabase(url: string, options: DatabaseOptions = {}): void {
  const current = home[HOME];
  if (current?.opened && current.url !== url) throw new Error("Another database is already connected.");
  if (current?.opened) return;
  home[HOME] = { url, options };
}

/** Ends every connection of this process; afterwards `connectDatabase` may name another database. */
export async function disconnectDatabase(): Promise<void> {
  const opened = home[HOME]?.opened;
  delete home[HOME];
  await opened?.client.$disconnect();
  await opened?.pool.end();
}

/** The process's one pool, for prepared and raw SQL. */
export function pool(): pg.Pool {
  return opened().pool;
}

/** The process's one Prisma client, on the same pool. Never use it inside `transaction(tx => …)`: use `tx`. */
export function db(): PrismaClient {
  return opened().client;
}

/** Both are made by the same copy of this module: the adapter knows a pool by its class. */
function opened(): Opened {
  const connection = requireConnection();
  if (!connection.opened) {
    const pool = openPool(connection.url, connection.options);
    const client = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: "minimal" });
    connection.opened = { pool, client };
  }
  return connection.opened;
}

function requireConnection(): Connection {
  if (!home[HOME]) throw new Error("No database: connectDatabase comes first.");
  return home[HOME];
}

/**
 * A connection of its own beside the pool, for what must never wait behind others. Not connected yet.
 * @param statementTimeoutMs where the server ends its statements.
 */
export function dedicatedClient(statementTimeoutMs: number): pg.Client {
  const { url, options } = requireConnection();
  return new QuickToGiveUp({
    connectionString: withSessionOptions(url, [`statement_timeout=${statementTimeoutMs}`]),
    query_timeout: statementTimeoutMs + 500,
    keepAlive: true,
    application_name: options.applicationName ?? "token-cabinet",
  });
}

function openPool(url: string, options: DatabaseOptions): pg.Pool {
  const opened = new pg.Pool({
    connectionString: withSessionOptions(url, [
      `statement_timeout=${STATEMENT_TIMEOUT_MS}`,
      `lock_timeout=${LOCK_TIMEOUT_MS}`,
      `idle_in_transaction_session_timeout=${IDLE_TRANSACTION_MS}`,
    ]),
    // Only for a server that does not even say that the statement's time is over.
    query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
    Client: QuickToGiveUp,
    max: options.poolSize ?? 16,
    connectionTimeoutMillis: QUEUE_TIMEOUT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: options.applicationName ?? "token-cabinet",
  });
  // A pool that is printed, inside an error say, must not show the password.
  Object.defineProperty(opened.options, "connectionString", { enumerable: false });
  // An idle connection that breaks would otherwise end the process; the next query opens a new one.
  let warnedAt = 0;
  opened.on("error", (error) => {
    if (Date.now() - warnedAt < 1_000) return;
    warnedAt = Date.now();
    const { code } = error as { code?: string };
    console.warn(`A connection to the database was lost${code ? ` (${code})` : ""}.`);
  });
  return opened;
}

/** The pool's own time-out covers the wait in its queue; connecting has a shorter one of its own. */
class QuickToGiveUp extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    const connectionString = config?.connectionString;
    super({
      ...config,
      ...(connectionString ? { connectionString } : {}),
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
  }
}
