/** A verdict counts once it is in the log; until then it is reached anew as often as rights move under it. */
import { journal, type Use } from "@/lib/audit/journal";
import { pool } from "@/lib/database/client";
import { catchUp } from "./catch-up";
import { inTime } from "./deadline";

/** Verdicts that may be overtaken by changes of rights; the next one is reached while rights are held still. */
const overtaken = 3;

/**
 * Judges, and answers once that is in the log. A verdict from memory that has gone stale does not get in: what has
 * moved is taken in, and the call is judged again.
 * @param by performance.now() at which the call is refused with 503 instead.
 * @throws 503 `unavailable` when the log cannot be written in time.
 */
export async function settle<T>(
  by: number,
  judge: () => Promise<{ answer: T; use: Use | null }>,
): Promise<T> {
  for (let attempt = 1; attempt <= overtaken; attempt++) {
    const { answer, use } = await judge();
    if (use === null || (await journal().record(use, by)) === "recorded") return answer;
    await inTime(catchUp(), by);
  }
  return inTime(
    holdingRights(async () => {
      await catchUp();
      const { answer, use } = await judge();
      if (use !== null && (await journal().record(use, by)) === "stale")
        throw new Error("rights have moved while they were held");
      return answer;
    }),
    by,
  );
}

/** Changes of rights wait meanwhile, as they do for a change that is not one of rights. */
async function holdingRights<T>(work: () => Promise<T>): Promise<T> {
  const client = await pool().connect();
  // A connection that is lost says so by its next query too.
  const ignore = () => {};
  client.on("error", ignore);
  try {
    await client.query("BEGIN");
    await client.query("SELECT rights_clock_hold()");
    return await work();
  } finally {
    const broken = await client.query("ROLLBACK").then(
      () => false,
      () => true,
    );
    client.off("error", ignore);
    client.release(broken);
  }
}
