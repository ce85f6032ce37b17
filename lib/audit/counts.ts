/**
 * Refusals that anybody could cause without end are counted in memory, by address and minute, and written as counts.
 * A crash may lose a minute of these counts and nothing else.
 */
import { networkOf } from "@/lib/access/addresses";
import type { AuditAction } from "./events";
import { blankRow } from "./facts";
import { journal } from "./journal";

interface Count {
  action: AuditAction;
  ip: string | null;
  reason: string;
  count: number;
}

/** Addresses counted apart in one minute; the rest is summed under no address. */
const addressLimit = 10_000;
/** Such refusals that one address gets single rows for, a minute. */
const singleLimit = 20;

interface State {
  counts: Map<string, Count>;
  singles: Map<string, number>;
  timer: NodeJS.Timeout | null;
}

const home = Symbol.for("token-cabinet.counts");
const shared = globalThis as { [home]?: State };

function state(): State {
  shared[home] ??= { counts: new Map(), singles: new Map(), timer: null };
  return shared[home];
}

/** Counts one refusal; written within the minute. */
export function countRefusal(action: AuditAction, ip: string | null, reason: string): void {
  const { counts } = state();
  const known = counts.get(`${action} ${reason} ${ip}`);
  if (known) {
    known.count += 1;
    return;
  }
  const from = counts.size < addressLimit ? ip : null;
  const key = `${action} ${reason} ${from}`;
  const summed = counts.get(key);
  if (summed) summed.count += 1;
  else counts.set(key, { action, ip: from, reason, count: 1 });
  schedule();
}

/** Whether an unknown secret or a failed sign-in from this address still gets a row of its own in this minute. */
export function maySingleOut(ip: string | null): boolean {
  const { singles } = state();
  const key = networkOf(ip);
  const used = (singles.get(key) ?? 0) + 1;
  if (used > singleLimit || (singles.size >= addressLimit && !singles.has(key))) return false;
  singles.set(key, used);
  schedule();
  return true;
}

function schedule(): void {
  const current = state();
  current.timer ??= setTimeout(() => void flushCounts(), 60_000).unref();
}

/** Writes the counts of the minute so far; what cannot be written stays counted. */
export async function flushCounts(): Promise<void> {
  const current = state();
  if (current.timer) clearTimeout(current.timer);
  current.timer = null;
  current.singles.clear();
  const pending = [...current.counts.entries()];
  current.counts.clear();
  await Promise.all(pending.map(([key, count]) => write(key, count)));
}

async function write(key: string, { action, ip, reason, count }: Count): Promise<void> {
  const row = {
    ...blankRow(action),
    decision: "deny" as const,
    rbacDecision: "deny" as const,
    ip,
    reason,
    count,
  };
  try {
    await journal().record({ row, seq: null, letInSecretId: null });
  } catch {
    const { counts } = state();
    counts.set(key, { action, ip, reason, count: count + (counts.get(key)?.count ?? 0) });
    schedule();
  }
}
