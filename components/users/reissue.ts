/** Which of a leaving person's tokens are in use, and where each could be made again as a fleet's own. Pure. */
import { reissueHref } from "@/components/tokens/reissue";
import { scopeEntry } from "@/lib/access/catalog";
import type { DeactivationView, UserView } from "@/lib/users/schema";

type EndingToken = DeactivationView["tokens"][number];

const recentDays = 30;

/** Works now, and was used in the last 30 days. `now` in milliseconds since the epoch. */
export function isInUse(token: EndingToken, now: number): boolean {
  if (token.status !== "active" || token.last_used_at === null) return false;
  return now - Date.parse(token.last_used_at) < recentDays * 86_400_000;
}

/**
 * Where a fleet token with the same scopes and limits is created, filled in; null when no fleet token could do what this one does.
 * A token that inherits has no list of scopes: they are to be chosen.
 */
export function reissueAt(token: EndingToken, user: UserView): { fleet: string; href: string } | null {
  const fleet = token.fleets?.[0] ?? user.fleets[0]?.slug;
  const scopes = token.scopes.filter((scope) => scopeEntry(scope).level !== "instance");
  if (fleet === undefined || (scopes.length === 0 && !token.inherit)) return null;
  return { fleet, href: reissueHref(fleet, token) };
}
