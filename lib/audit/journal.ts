/**
 * The road by which uses reach the log before they are answered. Rows that arrive while an INSERT runs wait for the
 * next one, so many calls share a commit. The INSERT is the fence: a row goes in only if the rights clock still
 * stands where its verdict was reached.
 */
import type pg from "pg";
import { dedicatedClient } from "@/lib/database/client";
import { Problem } from "@/lib/errors";
import { type Insertable, insertLiterals, insertSql } from "./insert";
import { type AuditRow, toParameters } from "./row";

/** A call waits at most this long for its row; then it is refused with 503. */
const deadlineMs = 1_500;
/** Calls that may wait at once; more are refused at once rather than late. */
const queueLimit = 10_000;
const batchLimit = 500;

export interface Use {
  row: AuditRow;
  /** The rights clock at which the verdict was reached; null for rows that no right decides (counts, sign-ins). */
  seq: bigint | null;
  /** The secret whose last use this is; null when the call was not let in. */
  letInSecretId: string | null;
}

interface Waiting extends Insertable {
  id: string;
  /** It has its answer; whoever waits too long gets one before the log's. */
  answered: boolean;
  settle: (outcome: "recorded" | "stale" | Error) => void;
}

const unavailable = () =>
  new Problem("unavailable", "The log cannot be written, so nothing is let in. Try again in a moment.", {
    retryAfterSeconds: 1,
  });

/** SQLSTATE classes 22 and 23: the row is at fault, not the database. */
const isRowsFault = (error: unknown) => /^2[23]/.test(String((error as { code?: unknown }).code ?? ""));

/** PostgreSQL's own words for what is wrong with itself; they quote no values. */
const messageOf = (error: unknown) => (error instanceof Error ? error.message : "unknown reason");

class Journal {
  #queue: Waiting[] = [];
  /** Calls that have no answer yet, be they in the queue or on their way. */
  #open = 0;
  #running: Promise<void> | null = null;
  #client: pg.Client | null = null;
  #failing = false;

  /**
   * Writes one use. `stale`: rights have changed since the verdict; judge again on fresh rights and come back.
   * @param by performance.now() at which the call gives up, 1.5 s from now at the latest.
   * @throws 503 `unavailable` when the log cannot be written in time; nothing may be let in then.
   */
  async record(use: Use, by = Number.POSITIVE_INFINITY): Promise<"recorded" | "stale"> {
    if (this.#open >= queueLimit) throw unavailable();
    const values = toParameters(use.row);
    const patienceMs = Math.min(deadlineMs, by - performance.now());
    if (patienceMs <= 0) throw unavailable();
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        id: use.row.id,
        values,
        seq: use.seq,
        letInSecretId: use.letInSecretId,
        answered: false,
        settle: (outcome) => {
          if (waiting.answered) return;
          waiting.answered = true;
          this.#open -= 1;
          clearTimeout(timer);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      const timer = setTimeout(() => waiting.settle(unavailable()), patienceMs);
      this.#open += 1;
      this.#queue.push(waiting);
      this.#running ??= this.#drain();
    });
  }

  /** Waits for what is queued, then gives the connection back. */
  async close(): Promise<void> {
    while (this.#running) await this.#running;
    await this.#release();
  }

  /** The last write did not go in. */
  get failing(): boolean {
    return this.#failing;
  }

  #fails(error: unknown): void {
    if (!this.#failing)
      console.error(`The log cannot be written: ${messageOf(error)}. Every call by token is 503.`);
    this.#failing = true;
  }

  /** Somebody saw that the log takes rows again. */
  recovered(): void {
    this.#failing = false;
  }

  async #drain(): Promise<void> {
    // One turn of the event loop lets calls that arrived together share the first commit too.
    await new Promise(setImmediate);
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, batchLimit).filter((waiting) => !waiting.answered);
      if (batch.length > 0) await this.#write(batch);
    }
    this.#running = null;
  }

  async #write(batch: Waiting[]): Promise<void> {
    try {
      const client = await this.#connection();
      const { rows } = await client.query<{ id: string }>({
        name: "journal",
        text: insertSql,
        values: insertLiterals(batch),
      });
      this.#failing = false;
      const stale = new Set(rows.map((row) => row.id));
      for (const use of batch) use.settle(stale.has(use.id) ? "stale" : "recorded");
    } catch (error) {
      if (!isRowsFault(error)) {
        this.#fails(error);
        void this.#release();
        for (const use of batch) use.settle(unavailable());
      } else if (batch.length === 1) {
        console.error(`A row of the log was not accepted (${String((error as { code?: unknown }).code)}).`);
        batch[0]?.settle(unavailable());
      } else {
        // One poisonous row must not fail its batch.
        const half = Math.ceil(batch.length / 2);
        await this.#write(batch.slice(0, half));
        await this.#write(batch.slice(half));
      }
    }
  }

  /** One connection makes bigger batches, and one of its own never waits behind changes for the pool. */
  async #connection(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = dedicatedClient(deadlineMs);
    client.on("error", () => {
      if (this.#client === client) this.#client = null;
    });
    await client.connect();
    this.#client = client;
    return client;
  }

  async #release(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => {});
  }
}

const home = Symbol.for("token-cabinet.journal");
const shared = globalThis as { [home]?: Journal };

/** One per process: Next's bundle and the server's carry a copy of this file each. */
export function journal(): Journal {
  shared[home] ??= new Journal();
  return shared[home];
}

/** Writes what is queued and lets go of the connection; after `flushCounts`, before the pool is ended. */
export async function closeJournal(): Promise<void> {
  await shared[home]?.close();
}
