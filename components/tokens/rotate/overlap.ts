/** How long the old secret goes on working, as the form offers it, and what that means. */
import { parseDuration } from "@/lib/tokens/duration";
import { longestOverlapSeconds } from "@/lib/tokens/schema";

export type OverlapChoice = "none" | "1h" | "24h" | "7d" | "other";

export interface Overlap {
  choice: OverlapChoice;
  /** As typed: "12h", "3d". */
  other: string;
}

/** In seconds; null: what was typed is no duration, or too long a one. */
export function overlapSeconds({ choice, other }: Overlap): number | null {
  if (choice === "none") return 0;
  const seconds = parseDuration(choice === "other" ? other.trim() : choice);
  return seconds === null || seconds > longestOverlapSeconds ? null : seconds;
}

/** When the old secret ends, in milliseconds; never past the token's own expiry. */
export function overlapEnd(seconds: number, expiresAt: string | null, now: number): number {
  const end = now + seconds * 1_000;
  return expiresAt === null ? end : Math.min(end, Date.parse(expiresAt));
}

/** For an overlap of a day or less it would change nothing: silence is a day without a call. */
export const canEndSilent = (seconds: number) => seconds > 86_400;
