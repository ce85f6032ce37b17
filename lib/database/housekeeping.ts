import { pool } from "./client";

const everyMs = 3_600_000;

/** Clears away what nobody asks for any more: told events, run-out counts of the throttle, a day's idempotency keys. */
export async function keepHouse(): Promise<void> {
  await pool().query("SELECT rights_events_prune()");
  // A count that never runs out has none; `expire` is in milliseconds since the epoch.
  await pool().query("DELETE FROM rate_limits WHERE expire < $1", [Date.now()]);
  await pool().query("DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'");
}

/** Once now and every hour; a failure is said and tried again. @returns how to end it. */
export function startHousekeeping(): () => void {
  const round = () =>
    void keepHouse().catch((error: unknown) => {
      console.warn(`Housekeeping failed: ${error instanceof Error ? error.message : "unknown reason"}`);
    });
  round();
  const timer = setInterval(round, everyMs).unref();
  return () => clearInterval(timer);
}
