import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { actorOf } from "@/lib/audit/facts";
import { uuidv7 } from "@/lib/database/uuid";
import { leaveFleet } from "@/lib/tokens/leaving";
import { authorizedTouch, keepAnAdmin } from "./member-lookup";

/**
 * Takes somebody out of a fleet, and the fleet from their tokens, in one act; `memberConsequences` says beforehand what.
 * @throws 409 `last_admin`.
 */
export async function removeMember(caller: Caller, slug: string, userId: string): Promise<void> {
  const { principal } = caller;
  await authorizedTouch(principal, "members.remove", slug, userId);
  await change(caller, { action: "members.remove", status: 204, rights: true }, async (tx, record) => {
    const { fleet, member } = await authorizedTouch(principal, "members.remove", slug, userId, tx);
    await keepAnAdmin(tx, fleet, member);
    await tx.member.delete({ where: { fleetId_userId: { fleetId: fleet.id, userId } } });
    const by = {
      actor: actorOf(principal),
      reason: `Left the fleet ${slug}`,
      batchId: uuidv7(),
      now: new Date(),
    };
    record({
      action: "member.removed",
      subject: { type: "user", id: userId, name: member.user.name },
      fleet: slug,
      batchId: by.batchId,
      before: { role: member.role },
    });
    // Every fleet stays an instance admin's.
    if (member.user.admin) return;
    const last = (await tx.member.count({ where: { userId } })) === 0;
    await leaveFleet(tx, record, userId, { id: fleet.id, slug, last }, by);
  });
}
