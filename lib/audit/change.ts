/**
 * The one way in which a verb writes: its change, the log's rows about it and the calling token's use stand in one
 * transaction, which begins by reading the rights clock. If the caller's rights have moved since the verdict, nothing
 * happens.
 */
import type { Action } from "@/lib/access/policy";
import type { Caller, Principal } from "@/lib/access/principal";
import type { Transaction } from "@/lib/database/client";
import { isUnavailable, isWriteConflict } from "@/lib/database/errors";
import { transaction } from "@/lib/database/transaction";
import { Problem } from "@/lib/errors";
import { rightsSince } from "./clock";
import type { AuditAction } from "./events";
import { blankRow, callRow, principalFacts, requestFacts } from "./facts";
import { type Insertable, insertParameters, insertSql } from "./insert";
import { noteRenamed } from "./renamed";
import { type AuditRow, toParameters } from "./row";

/** What happened, in the verb's words. */
export interface AuditChange {
  action: AuditAction;
  subject: { type: string; id: string; name: string };
  /** For what happens to a token: it is the entry's token. */
  token?: { id: string; name: string; prefix: string; ownerId: string | null };
  /** Whose session it is about, where it is not the caller's own. */
  ownerId?: string;
  fleet?: string | null;
  service?: string | null;
  namespace?: string | null;
  before?: unknown;
  after?: unknown;
  reason?: string | null;
  batchId?: string | null;
}

export type Record = (change: AuditChange) => void;

/** Thrown when the rights clock has moved since the caller was judged. The route wrapper judges again and retries. */
class RightsMoved extends Error {
  readonly code = "rights_moved";
}

export function isRightsMoved(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "rights_moved";
}

interface Options {
  /** What is being done, for the use's row, and with which status it is answered. */
  action: Action;
  status: number;
  /** The change can lessen or widen a right: it takes the clock first, so that such changes queue instead of deadlocking. */
  rights?: boolean;
}

/**
 * What a change may wait for locks, the rights clock included, and what it has left at least once it has the clock: a
 * log that does not take rows must not hold the clock, and with it every other change.
 */
const [waitMs, leftMs] = [1_500, 200];

/** Names are no rights, so the clock says nothing of them. */
const namesMove: ReadonlySet<AuditAction> = new Set<AuditAction>(["token.updated", "user.updated"]);

type Work<T> = (tx: Transaction, record: Record) => Promise<T>;

/**
 * Runs `work` in a transaction; all that it records goes in with it, or nothing happens.
 * @throws RightsMoved when the caller's rights are no longer those it was judged by.
 */
export async function change<T>(caller: Caller, options: Options, work: Work<T>): Promise<T> {
  const renamed: string[] = [];
  const answer = await transaction(async (tx) => {
    const began = performance.now();
    const seq = await holdRights(tx, caller.principal, options.rights ?? false);
    if (seq !== caller.principal.seq && (await rightsSince(caller.principal, tx)).moved)
      throw new RightsMoved();
    const changes: AuditChange[] = [];
    const result = await work(tx, (happened) => changes.push(happened));
    const rows = changes.map((happened) => changeRow(caller, options, happened));
    await shortenWait(tx, performance.now() - began);
    await writeRows(tx, rows, caller, options, changes[0]);
    renamed.push(...changes.filter(({ action }) => namesMove.has(action)).map(({ subject }) => subject.id));
    return result;
  });
  for (const id of renamed) noteRenamed(id);
  recorded.add(caller);
  return answer;
}

const recorded = new WeakSet<Caller>();

/** Whether a change has put this call's use into the log, in its own transaction. */
export function isUseRecorded(caller: Caller): boolean {
  return recorded.has(caller);
}

/** Keeps rights, and the session that calls, as they are until the transaction ends. */
async function holdRights(tx: Transaction, principal: Principal, take: boolean): Promise<bigint> {
  const rows = take
    ? await tx.$queryRaw<{ seq: bigint }[]>`
        SELECT rights_clock_take() AS seq, set_config('lock_timeout', greatest(${leftMs}::int,
          ${waitMs} - extract(milliseconds FROM clock_timestamp() - statement_timestamp())::int)::text, true)`
    : await tx.$queryRaw<{ seq: bigint }[]>`
        SELECT rights_clock_hold() AS seq, set_config('lock_timeout', greatest(${leftMs}::int,
          ${waitMs} - extract(milliseconds FROM clock_timestamp() - statement_timestamp())::int)::text, true)`;
  const seq = rows[0]?.seq;
  if (seq === undefined) throw new Error("the rights clock has no row");
  if (principal.kind === "session") {
    const alive = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM sessions WHERE id = ${principal.sessionId}::uuid AND ended_at IS NULL FOR SHARE`;
    if (alive.length === 0) throw new Problem("session_ended", "This session has ended. Sign in again.");
  }
  return BigInt(seq);
}

/** PostgreSQL bounds each wait, not their sum: what the work has waited for, another's equal name say, counts too. */
async function shortenWait(tx: Transaction, elapsedMs: number): Promise<void> {
  if (elapsedMs < leftMs) return;
  const left = Math.max(leftMs, Math.round(waitMs - elapsedMs));
  await tx.$queryRaw`SELECT set_config('lock_timeout', ${String(left)}, true)`;
}

function changeRow(caller: Caller, options: Options, recorded: AuditChange): AuditRow {
  const row: AuditRow = {
    ...blankRow(recorded.action),
    ...requestFacts(caller.request),
    ...principalFacts(caller.principal),
    statusCode: options.status,
    subjectType: recorded.subject.type,
    subjectId: recorded.subject.id,
    subjectName: recorded.subject.name,
    fleet: recorded.fleet ?? null,
    service: recorded.service ?? null,
    namespace: recorded.namespace ?? null,
    reason: recorded.reason ?? null,
    batchId: recorded.batchId ?? null,
    changes: { before: recorded.before ?? null, after: recorded.after ?? null },
    ...(recorded.ownerId === undefined ? {} : { ownerId: recorded.ownerId }),
  };
  if (!recorded.token) return row;
  const { id, name, prefix, ownerId } = recorded.token;
  return { ...row, ownerId, apiTokenId: id, apiTokenName: name, secretPrefix: prefix };
}

async function writeRows(
  tx: Transaction,
  rows: AuditRow[],
  caller: Caller,
  options: Options,
  first: AuditChange | undefined,
): Promise<void> {
  const { principal, request } = caller;
  const entries = rows.map((row) => ({
    values: toParameters(row),
    seq: null,
    letInSecretId: null as string | null,
  }));
  if (principal.kind === "token") {
    const place = { fleet: first?.fleet ?? null, namespace: first?.namespace ?? null };
    const use = callRow(principal, request, { action: options.action, status: options.status, place });
    entries.push({ values: toParameters(use), seq: null, letInSecretId: principal.token.secretId });
  }
  if (entries.length > 0) await insertRows(tx, entries);
}

async function insertRows(tx: Transaction, entries: readonly Insertable[]): Promise<void> {
  try {
    await tx.$queryRawUnsafe(insertSql, ...insertParameters(entries));
  } catch (error) {
    if (isWriteConflict(error) || isUnavailable(error)) throw error;
    console.error("The log did not accept the rows of a change:", error);
    throw new Problem(
      "unavailable",
      "The log cannot be written, so nothing was changed. Try again in a moment.",
      {
        retryAfterSeconds: 1,
      },
    );
  }
}
