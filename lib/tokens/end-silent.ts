/** Ends old secrets that were to end by themselves once nobody uses them any more. */
import { blankRow, systemActor } from "@/lib/audit/facts";
import { insertParameters, insertSql } from "@/lib/audit/insert";
import { toParameters } from "@/lib/audit/row";
import { pool } from "@/lib/database/client";
import { transaction } from "@/lib/database/transaction";
import { logFactsOf, readTokens } from "./record";

const silentHours = 24;
const everyMs = 60_000;

const silentSql = `
  SELECT s.id, s.token_id FROM secrets s JOIN tokens t ON t.id = s.token_id
  LEFT JOIN secret_uses su ON su.secret_id = s.id, LATERAL (
    SELECT max(x.created_at) AS rotated_at FROM secrets x WHERE x.token_id = s.token_id
  ) newer
  WHERE s.ends_when_silent AND s.ended_at IS NULL AND s.ends_at > now() AND t.revoked_at IS NULL
    AND greatest(su.last_used_at, newer.rotated_at) <= now() - make_interval(hours => $1)`;

/**
 * Ends every old secret that asked for it and that nobody has used for a day, counted from the rotation at the
 * earliest. Servers that do it at the same time end each one once.
 * @returns how many were ended.
 */
export async function endSilentSecrets(): Promise<number> {
  const { rows } = await pool().query<{ id: string; token_id: string }>(silentSql, [silentHours]);
  if (rows.length === 0) return 0;
  return transaction(async (tx) => {
    // Every change of rights takes the clock first, this one too.
    await tx.$queryRaw`SELECT rights_clock_take()`;
    const still = await tx.$queryRawUnsafe<{ id: string; token_id: string }[]>(silentSql, silentHours);
    if (still.length === 0) return 0;
    const now = new Date();
    const ids = still.map((row) => row.token_id);
    const tokens = await readTokens(tx, "t.id = ANY ($1::uuid[])", [ids]);
    await tx.secret.updateMany({ where: { id: { in: still.map(({ id }) => id) } }, data: { endedAt: now } });
    await tx.token.updateMany({
      where: { id: { in: ids } },
      data: { updatedAt: now, version: { increment: 1 } },
    });
    const entries = tokens.map((token) => {
      const { id, name, prefix, ownerId } = logFactsOf(token);
      const old = token.oldSecret;
      const row = {
        ...blankRow("token.updated"),
        actorType: systemActor.type,
        actorName: systemActor.name,
        subjectType: "token",
        subjectId: id,
        subjectName: name,
        apiTokenId: id,
        apiTokenName: name,
        secretPrefix: prefix,
        ownerId,
        fleet: token.ownerFleet,
        reason: "silent",
        changes: {
          before: { old_prefix: old?.prefix, old_expires_at: old?.endsAt.toISOString() },
          after: { old_prefix: old?.prefix, old_expires_at: now.toISOString() },
        },
      };
      return { values: toParameters(row), seq: null, letInSecretId: null };
    });
    await tx.$queryRawUnsafe(insertSql, ...insertParameters(entries));
    return still.length;
  });
}

/** Once now and every minute; a failure is said and tried again. @returns how to end it. */
export function startEndingSilent(): () => void {
  const round = () =>
    void endSilentSecrets().catch((error: unknown) => {
      console.warn(
        `Silent secrets were not ended: ${error instanceof Error ? error.message : "unknown reason"}`,
      );
    });
  round();
  const timer = setInterval(round, everyMs).unref();
  return () => clearInterval(timer);
}
