/** What a token is at a moment. Browser-safe; the database says the same in `statusSql`. */
import type { TokenStatus } from "./schema";

export const tokenFlags = ["expiring_soon", "rotation_due", "unused_90d", "seen_by_leaver"] as const;
export type TokenFlag = (typeof tokenFlags)[number];

interface Life {
  revokedAt: Date | null;
  expiresAt: Date | null;
  enabled: boolean;
}

/** The first that applies: revoked, expired, disabled, active. `now` in milliseconds since the epoch. */
export function statusOf(token: Life, now: number): TokenStatus {
  if (token.revokedAt !== null) return "revoked";
  if (token.expiresAt !== null && token.expiresAt.getTime() <= now) return "expired";
  return token.enabled ? "active" : "disabled";
}

const day = 86_400_000;

/** What deserves a look. */
export function flagsOf(
  token: Life & {
    createdAt: Date;
    lastUsedAt: Date | null;
    rotateDueAt: Date | null;
    seenByLeaver: boolean;
  },
  now: number,
): TokenFlag[] {
  const status = statusOf(token, now);
  if (status === "revoked" || status === "expired") return [];
  const flags: TokenFlag[] = [];
  if (token.expiresAt !== null && token.expiresAt.getTime() - now <= 14 * day) flags.push("expiring_soon");
  if (token.rotateDueAt !== null && token.rotateDueAt.getTime() <= now) flags.push("rotation_due");
  if (now - (token.lastUsedAt ?? token.createdAt).getTime() >= 90 * day) flags.push("unused_90d");
  if (token.seenByLeaver) flags.push("seen_by_leaver");
  return flags;
}
