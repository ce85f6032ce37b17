/** Tells a script in every answer that its token ends soon; a mail server is not needed for it. */
import type { Principal } from "@/lib/access/principal";

const dayMs = 86_400_000;
const fromDays = 14;

/** `X-Cabinet-Token-Expires-In`, in whole days, 0 on the last one; nothing while there is time, and for sessions. */
export function expiryReminder(principal: Principal, now = Date.now()): Record<string, string> {
  if (principal.kind !== "token" || principal.token.expiresAt === null) return {};
  const days = Math.floor((principal.token.expiresAt.getTime() - now) / dayMs);
  return days >= fromDays ? {} : { "X-Cabinet-Token-Expires-In": String(Math.max(0, days)) };
}
