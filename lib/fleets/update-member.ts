import { authorizeOver } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { authorizedTouch, keepAnAdmin, viewOf, withUser } from "./member-lookup";
import type { MemberView, UpdateMemberInput } from "./schema";

/**
 * Changes a member's role. Neither the old nor the new one may hold more than the caller does.
 * @throws 409 `last_admin`.
 */
export async function updateMember(
  caller: Caller,
  slug: string,
  userId: string,
  { role }: UpdateMemberInput,
): Promise<MemberView> {
  const { principal } = caller;
  const { fleet } = await authorizedTouch(principal, "members.update", slug, userId);
  authorizeOver(principal, "members.update", fleet, role);
  return change(caller, { action: "members.update", status: 200, rights: true }, async (tx, record) => {
    const { member } = await authorizedTouch(principal, "members.update", slug, userId, tx);
    if (member.role === role) return viewOf(member, principal);
    await keepAnAdmin(tx, fleet, member);
    const updated = await tx.member.update({
      where: { fleetId_userId: { fleetId: fleet.id, userId } },
      data: { role },
      include: withUser,
    });
    record({
      action: "member.updated",
      subject: { type: "user", id: userId, name: member.user.name },
      fleet: slug,
      before: { role: member.role },
      after: { role },
    });
    return viewOf(updated, principal);
  });
}
