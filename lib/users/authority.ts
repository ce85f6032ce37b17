/** Who may touch whom: what the scopes alone do not say. Pure. */
import { type Action, authorizeOver, heldScopes, isInstanceAdmin } from "@/lib/access/policy";
import type { Principal } from "@/lib/access/principal";
import { Problem } from "@/lib/errors";
import type { UserRow } from "./record";

/**
 * Throws 403 unless the principal acts as an instance admin: in a session, or with an unbound token that has `admin`.
 * @param what the act, as the start of a sentence.
 */
export function authorizeAsInstanceAdmin(principal: Principal, action: Action, what: string): void {
  if (isInstanceAdmin(principal)) return;
  const fix = "Sign in as an instance admin, or use an unbound token of one with the scope admin.";
  throw new Problem("beyond_own_rights", `${what} takes an instance admin. ${fix}`, {
    shortfall: { required: ["admin"], held: heldScopes(principal), fix },
    reason: action,
  });
}

/** Throws 403 when the person holds more than the principal does now, the instance or a fleet. */
export function authorizeOverUser(
  principal: Principal,
  action: Action,
  user: Pick<UserRow, "admin" | "fleets">,
): void {
  if (isInstanceAdmin(principal)) return;
  if (user.admin) authorizeAsInstanceAdmin(principal, action, "Changing an instance admin");
  for (const { role, ...fleet } of user.fleets) authorizeOver(principal, action, fleet, role);
}
