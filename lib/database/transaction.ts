import { db, type Transaction } from "@/lib/database/client";
import { isWriteConflict } from "@/lib/database/errors";

const MAX_TRIES = 3;
/** 120 changes at once queue for the pool, and each takes the rights clock in turn. */
const MAX_WAIT_MS = 10_000;
const TIMEOUT_MS = 15_000;

/**
 * Runs `fn` in one transaction: all of it happens or nothing. A deadlock or serialization failure is tried again,
 * three times at most, so `fn` must do nothing that a rollback cannot take back.
 * Read committed; 10 s to get a connection, 15 s to finish.
 */
export async function transaction<T>(fn: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db().$transaction(fn, { maxWait: MAX_WAIT_MS, timeout: TIMEOUT_MS });
    } catch (error) {
      if (attempt === MAX_TRIES || !isWriteConflict(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * (5 + Math.random() * 20)));
    }
  }
}
