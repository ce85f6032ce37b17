/** Whether the old secret of a rotated token is still needed. Pure. */
import type { SecretProof } from "@/lib/tokens/schema";

type Use = Pick<SecretProof, "created_at" | "last_used_at">;

/** `in_use`: somebody came with it last; `quiet`: the new one took over, or a day went by; `waiting`: nobody came at all. */
export type Silence = "in_use" | "quiet" | "waiting";

const silentMs = 86_400_000;

const time = (at: string | null) => (at === null ? null : Date.parse(at));

export function silenceOf(old: Use, current: Use, now: number): Silence {
  const rotated = Date.parse(current.created_at);
  const oldUse = time(old.last_used_at);
  const newUse = time(current.last_used_at);
  if (silentFor(old, current, now) >= silentMs) return "quiet";
  if (newUse !== null && newUse > (oldUse ?? 0)) return "quiet";
  return oldUse !== null && oldUse > rotated ? "in_use" : "waiting";
}

/** Milliseconds without a call with the old one, counted from the rotation at the earliest. */
export function silentFor(old: Use, current: Use, now: number): number {
  return Math.max(0, now - Math.max(time(old.last_used_at) ?? 0, Date.parse(current.created_at)));
}

/** How far it is on the way to a day of silence, 0 to 1. */
export function silentPart(old: Use, current: Use, now: number): number {
  return Math.min(1, silentFor(old, current, now) / silentMs);
}
