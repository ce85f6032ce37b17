import type pg from "pg";

export type PartitionsMade = {
  /** The partitions that stand now. */
  standing: string[];
  /** Months (`2026-11`) that must stay in the default partition for now, and PostgreSQL's code for why, if it gave one. */
  left: { month: string; code?: string }[];
};

/**
 * Sees to it that the log has partitions for this month and the next, as the owner. Never throws and never holds up the
 * log: where one cannot be made within a second, rows go on into the default partition and the next start tries again.
 */
export async function makeAuditPartitions(
  client: pg.ClientBase,
  now: Date = new Date(),
): Promise<PartitionsMade> {
  const made: PartitionsMade = { standing: [], left: [] };
  for (const ahead of [0, 1]) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))
      .toISOString()
      .slice(0, 10);
    try {
      const name = await makeOne(client, month);
      if (name) made.standing.push(name);
      else made.left.push({ month: month.slice(0, 7) });
    } catch (error) {
      const { code } = error as { code?: unknown };
      made.left.push({ month: month.slice(0, 7), ...(typeof code === "string" ? { code } : {}) });
    }
  }
  return made;
}

async function makeOne(client: pg.ClientBase, month: string): Promise<string | null> {
  await client.query("BEGIN");
  try {
    // A query of its own: within the statement that waits it would come too late.
    await client.query("SET LOCAL lock_timeout = '1s'");
    const { rows } = await client.query<{ name: string | null }>(
      "SELECT public.audit_partition_for($1::date) AS name",
      [month],
    );
    await client.query("COMMIT");
    return rows[0]?.name ?? null;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}
