import { type Caller, personOf } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { Problem } from "@/lib/errors";
import { effectOfLeaving, tokensThatLive } from "@/lib/tokens/leaving";
import type { TokenRow } from "@/lib/tokens/record";
import { statusOf } from "@/lib/tokens/status";
import { authorizedMember } from "./member-lookup";
import type { MemberConsequences } from "./schema";

/**
 * What removing a member would do, read as `removeMember` does it. Of tokens that do not reach the fleet its admins
 * learn the number and nothing else.
 */
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
  const fleetTokens = await tokensSeenBy(fleet.id, userId);
  if (member.user.admin) return { tokens: [], others: 0, fleet_tokens: fleetTokens };
  const last = (await db().member.count({ where: { userId } })) <= 1;
  const living = await tokensThatLive(db(), userId);
  const reaching = living.filter(({ fleetIds }) => fleetIds === null || fleetIds.includes(fleet.id));
  return {
    tokens: reaching.flatMap((token) => {
      const effect = effectOfLeaving(token, fleet.id, last);
      return effect === null ? [] : [{ ...factsOf(token), effect }];
    }),
    others: last ? living.length - reaching.length : 0,
    fleet_tokens: fleetTokens,
  };
}

function factsOf(token: TokenRow) {
  return {
    id: token.id,
    name: token.name,
    prefix: token.secret.prefix,
    kind: "personal" as const,
    status: statusOf(token, Date.now()),
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    scopes: token.scopes,
    inherit: token.inherit,
  };
}

/** The fleet's tokens of which the user knows a secret that still works. */
function tokensSeenBy(fleetId: string, userId: string): Promise<MemberConsequences["fleet_tokens"]> {
  return db().$queryRaw`
    SELECT t.id, t.name, s.prefix
    FROM tokens t JOIN secrets s ON s.token_id = t.id AND s.ended_at IS NULL AND s.ends_at IS NULL
    WHERE t.owner_fleet_id = ${fleetId}::uuid AND t.revoked_at IS NULL AND EXISTS (
      SELECT 1 FROM secrets x WHERE x.token_id = t.id AND x.seen_by = ${userId}::uuid
        AND x.ended_at IS NULL AND (x.ends_at IS NULL OR x.ends_at > now()))
    ORDER BY t.name, t.id`;
}
