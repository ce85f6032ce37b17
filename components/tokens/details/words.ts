import type { TokenView } from "@/lib/tokens/schema";

export function reachWords(
  { fleets, namespaces }: Pick<TokenView, "fleets" | "namespaces">,
  mine: boolean,
): string {
  if (fleets === null) return `In all ${mine ? "your" : "its owner’s"} fleets, now and later`;
  if (namespaces === null) return fleets.join(", ");
  return namespaces.map((namespace) => `${fleets[0]}/${namespace}`).join(", ");
}

/** "90d" as "every 90 days". */
export function cadenceWords(every: string): string {
  const days = /^(\d+)d$/.exec(every)?.[1];
  return days ? `every ${days} days` : `every ${every}`;
}

const flagSays: Record<TokenView["flags"][number], string | null> = {
  unused_90d: "Nothing has used it for 90 days. If nobody needs it, revoke it.",
  rotation_due: "Its rotation is due: give it a new secret.",
  seen_by_leaver: "Somebody who left has seen its secret. Rotate it.",
  // The status says it.
  expiring_soon: null,
};

/** What deserves a look, with what to do about it. */
export function flagWords(flags: TokenView["flags"]): string[] {
  return flags.map((flag) => flagSays[flag]).filter((words) => words !== null);
}
