/** Finds members, and says who may touch them. */

import { type Action, authorize, authorizeOver, isInstanceAdmin, requireFleet } from "@/lib/access/policy";
import { type FleetRights, type Principal, personOf } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";
import type { MemberRole } from "@/lib/database/generated/client";
import { isUuid } from "@/lib/database/uuid";
import { notFound, Problem } from "@/lib/errors";
import type { MemberView } from "./schema";

export interface MemberRow {
  userId: string;
  role: MemberRole;
  createdAt: Date;
  user: { name: string; email: string; admin: boolean; deactivatedAt: Date | null };
}

export const withUser = {
  user: { select: { name: true, email: true, admin: true, deactivatedAt: true } },
} as const;

/** Fleet tokens get no personal data: there is no person who would answer for it. */
export const seesEmails = (principal: Principal) => personOf(principal) !== null;

export function viewOf({ userId, role, createdAt, user }: MemberRow, principal: Principal): MemberView {
  return {
    user_id: userId,
    name: user.name,
    email: seesEmails(principal) ? user.email : null,
    role,
    active: user.deactivatedAt === null,
    instance_admin: user.admin,
    created_at: createdAt.toISOString(),
  };
}

/**
 * The member, if the principal may do `action` in the fleet.
 * @throws 404 for people of other fleets and made-up ids alike.
 */
export async function authorizedMember(
  principal: Principal,
  action: Action,
  slug: string,
  userId: string,
  tx: Transaction = db(),
): Promise<{ fleet: FleetRights; member: MemberRow }> {
  const fleet = requireFleet(principal, action, slug);
  const member = isUuid(userId)
    ? await tx.member.findUnique({
        where: { fleetId_userId: { fleetId: fleet.id, userId } },
        include: withUser,
      })
    : null;
  if (!member) throw notFound();
  authorize(principal, action, { fleet });
  return { fleet, member };
}

/** As `authorizedMember`, and only if the member holds no more than the principal does. */
export async function authorizedTouch(...args: Parameters<typeof authorizedMember>) {
  const [principal, action] = args;
  const found = await authorizedMember(...args);
  authorizeUser(principal, found.member.user);
  authorizeOver(principal, action, found.fleet, found.member.role);
  return found;
}

/** Throws 403 for an instance admin, unless the principal acts as one. */
export function authorizeUser(principal: Principal, user: { name: string; admin: boolean }): void {
  if (!user.admin || isInstanceAdmin(principal)) return;
  throw new Problem(
    "beyond_own_rights",
    `${user.name} is an instance admin, whom only another instance admin adds, changes or removes.`,
  );
}

/**
 * A fleet keeps an admin who can act. To be asked in the transaction that takes one away.
 * @throws 409 `last_admin`.
 */
export async function keepAnAdmin(tx: Transaction, fleet: { id: string; slug: string }, member: MemberRow) {
  // Who is deactivated does not count as one, so taking him away loses none.
  if (member.role !== "admin" || member.user.deactivatedAt !== null) return;
  const another = await tx.member.findFirst({
    where: {
      fleetId: fleet.id,
      role: "admin",
      userId: { not: member.userId },
      user: { deactivatedAt: null },
    },
  });
  if (another) return;
  throw new Problem(
    "last_admin",
    `${member.user.name} is the last admin of ${fleet.slug}. Make somebody else an admin of it first.`,
  );
}
