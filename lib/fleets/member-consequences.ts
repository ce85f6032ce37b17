import { type Caller, personOf } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { Problem } from "@/lib/errors";
import { fleetTokensSeenBy, previewLeaving } from "@/lib/tokens/leaving";
import { authorizedMember } from "./member-lookup";
import type { MemberConsequences } from "./schema";

/** What `removeMember` would do to the member's tokens, and which of the fleet's they know. */
export async function memberConsequences(
  caller: Caller,
  slug: string,
  userId: string,
): Promise<MemberConsequences> {
  const { principal } = caller;
  const { fleet, member } = await authorizedMember(principal, "members.consequences", slug, userId);
  if (personOf(principal) === null) {
    throw new Problem("not_yours", "A fleet token learns nothing of people's own tokens.");
  }
  // Every fleet stays an instance admin's, and what they have seen is no leaver's knowledge.
  if (member.user.admin) return { tokens: [], others: 0, fleet_tokens: [], fleet_tokens_total: 0 };
  const seen = await fleetTokensSeenBy(db(), userId, fleet.id);
  const last = (await db().member.count({ where: { userId } })) <= 1;
  return {
    ...(await previewLeaving(db(), userId, { id: fleet.id, slug, last })),
    fleet_tokens: seen.tokens.map(({ id, name, prefix }) => ({ id, name, prefix })),
    fleet_tokens_total: seen.total,
  };
}
