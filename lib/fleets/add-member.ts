import { authorizeOver } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import type { Transaction } from "@/lib/database/client";
import { invalid, Problem } from "@/lib/errors";
import { authorizedFleet } from "./lookup";
import { authorizeUser, viewOf, withUser } from "./member-lookup";
import type { AddMemberInput, MemberView } from "./schema";

/**
 * Makes any active user a member.
 * @throws 422 for unknown and deactivated ones alike, 403 for a role beyond the caller, 409 for who is one already.
 */
export async function addMember(caller: Caller, slug: string, input: AddMemberInput): Promise<MemberView> {
  const { principal } = caller;
  const fleet = authorizedFleet(principal, "members.add", slug);
  authorizeOver(principal, "members.add", fleet, input.role);
  return change(caller, { action: "members.add", status: 201, rights: true }, async (tx, record) => {
    const user = await findUser(tx, input);
    authorizeUser(principal, user);
    const key = { fleetId: fleet.id, userId: user.id };
    if (await tx.member.findUnique({ where: { fleetId_userId: key } })) {
      throw new Problem(
        "conflict",
        `${user.name} is already a member of ${slug}. Change their role instead.`,
      );
    }
    const member = await tx.member.create({ data: { ...key, role: input.role }, include: withUser });
    record({
      action: "member.added",
      subject: { type: "user", id: user.id, name: user.name },
      fleet: slug,
      after: { role: member.role },
    });
    return viewOf(member, principal);
  });
}

async function findUser(tx: Transaction, { email, user_id: id }: AddMemberInput) {
  const user =
    email !== undefined
      ? await tx.user.findFirst({ where: { email, deactivatedAt: null } })
      : id !== undefined
        ? await tx.user.findFirst({ where: { id, deactivatedAt: null } })
        : null;
  if (user) return user;
  throw email !== undefined
    ? invalid("email", "unknown_user", "Nobody active has this e-mail. An instance admin can invite them.")
    : invalid("user_id", "unknown_user", "There is no active user with this id.");
}
