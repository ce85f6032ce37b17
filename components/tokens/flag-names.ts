/** The lists that a flag makes, by name. */
import type { TokenFlag } from "@/lib/tokens/status";

export const flagNames: Record<TokenFlag, string> = {
  expiring_soon: "Expire within 14 days",
  rotation_due: "Due for rotation",
  unused_90d: "Unused for 90 days",
  seen_by_leaver: "Seen by somebody who left",
};
