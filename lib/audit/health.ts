import { db } from "@/lib/database/client";
import { Problem } from "@/lib/errors";
import { blankRow } from "./facts";
import { insertParameters, insertSql } from "./insert";
import { journal } from "./journal";
import { toParameters } from "./row";

/**
 * Green only while a use could be judged and recorded. The database plans a row for the log, which takes its locks and
 * checks its rights; once a real row was refused, one is tried out and taken back.
 */
export async function checkHealth(): Promise<{ status: "ok" }> {
  const log = journal();
  const row = insertParameters([
    { values: toParameters(blankRow("token.used")), seq: null, letInSecretId: null },
  ]);
  const wrote = log.failing;
  try {
    await db().$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT set_config('statement_timeout', '1500', true)`;
        await tx.$queryRawUnsafe(`${wrote ? "" : "EXPLAIN "}${insertSql}`, ...row);
        if (wrote) throw new TakeBack();
      },
      { maxWait: 1_500, timeout: 3_000 },
    );
  } catch (error) {
    if (!(error instanceof TakeBack)) {
      throw new Problem("unavailable", "The database or the log is away.", { retryAfterSeconds: 2 });
    }
    log.recovered();
  }
  return { status: "ok" };
}

class TakeBack extends Error {}
