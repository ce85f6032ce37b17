import { pool } from "@/lib/database/client";
import { Problem } from "@/lib/errors";

/** Green only while a use could be judged and recorded: the database answers and the log takes rows. */
export async function checkHealth(): Promise<{ status: "ok" }> {
  try {
    // Planned and permission-checked like a real row, but without writing one.
    const { rows } = await pool().query({
      text: "SELECT 1 FROM rights_clock WHERE NOT pg_is_in_recovery() AND has_table_privilege('audit_events', 'INSERT')",
      query_timeout: 1_500,
    } as { text: string });
    if (rows.length > 0) return { status: "ok" };
  } catch {}
  throw new Problem("unavailable", "The database or the log is away.", { retryAfterSeconds: 2 });
}
