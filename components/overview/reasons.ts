/** Why a token deserves a look, the most urgent first. */
import type { TokenView } from "@/lib/tokens/schema";

export interface Reason {
  id: "expiring" | "rotation" | "leaver" | "unused" | "paused";
  title: string;
  help: string;
  /** The list that begins with them. */
  list?: string;
  applies: (token: TokenView) => boolean;
}

const reasons: readonly Reason[] = [
  {
    id: "expiring",
    title: "Expire within 14 days",
    help: "Whatever uses them stops then. Replace them before, or let them go.",
    list: "/settings/tokens?flag=expiring_soon&sort=expires_at",
    applies: (token) => token.flags.includes("expiring_soon"),
  },
  {
    id: "leaver",
    title: "Seen by somebody who left",
    help: "Tokens of fleets that you run. Rotate them; until then whoever left may still use them.",
    applies: (token) => token.flags.includes("seen_by_leaver"),
  },
  {
    id: "rotation",
    title: "Due for rotation",
    help: "Their secrets are older than you wanted.",
    list: "/settings/tokens?flag=rotation_due",
    applies: (token) => token.flags.includes("rotation_due"),
  },
  {
    id: "unused",
    title: "Unused for 90 days",
    help: "If nobody needs them, revoke them.",
    list: "/settings/tokens?flag=unused_90d&sort=last_used_at",
    applies: (token) => token.flags.includes("unused_90d"),
  },
  {
    id: "paused",
    title: "Paused",
    help: "Refused until you resume them.",
    applies: (token) => token.status === "disabled",
  },
];

/** Every reason that holds for some, with those for which it does. A fleet's tokens are here for leavers alone. */
export function byReason(tokens: readonly TokenView[]): { reason: Reason; tokens: TokenView[] }[] {
  const own = tokens.filter((token) => token.kind === "personal");
  return reasons
    .map((reason) => ({ reason, tokens: (reason.id === "leaver" ? tokens : own).filter(reason.applies) }))
    .filter((group) => group.tokens.length > 0);
}
