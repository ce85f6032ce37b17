import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { absoluteDays, idleHours } from "@/lib/sessions/lookup";
import { fleetTokensSeenBy, limitsOf, tokensThatLive } from "@/lib/tokens/leaving";
import { statusOf } from "@/lib/tokens/status";
import { authorizedUser } from "./lookup";
import type { UserRow } from "./record";
import type { DeactivationView } from "./schema";

/** More would be read by nobody; the totals say how many there are. */
const most = 200;

/** What deactivating a person would end, and what would go on. Changes nothing. */
export async function consequencesFor(caller: Caller, id: string): Promise<DeactivationView> {
  const user = await authorizedUser(caller.principal, "users.consequences", id);
  const tokens = await tokensThatLive(db(), user.id);
  const seen = await fleetTokensSeenBy(db(), user.id, null);
  const lastUse = (at: Date | null) => at?.getTime() ?? 0;
  tokens.sort((a, b) => lastUse(b.lastUsedAt) - lastUse(a.lastUsedAt));
  const now = Date.now();
  return {
    tokens: tokens.slice(0, most).map((token) => ({
      id: token.id,
      name: token.name,
      prefix: token.secret.prefix,
      kind: "personal",
      status: statusOf(token, now),
      last_used_at: token.lastUsedAt?.toISOString() ?? null,
      scopes: token.scopes,
      ...limitsOf(token),
      inherit: token.inherit,
      fleets: token.fleets,
      effect: "revoked",
    })),
    tokens_total: tokens.length,
    fleet_tokens: seen.tokens,
    fleet_tokens_total: seen.total,
    sessions: await livingSessions(user.id, now),
    last_admin_of: await fleetsWithoutAnotherAdmin(user),
    lowering_revokes: user.admin && user.fleets.length === 0,
  };
}

function livingSessions(userId: string, now: number): Promise<number> {
  return db().session.count({
    where: {
      userId,
      endedAt: null,
      lastSeenAt: { gt: new Date(now - idleHours * 3_600_000) },
      createdAt: { gt: new Date(now - absoluteDays * 86_400_000) },
    },
  });
}

async function fleetsWithoutAnotherAdmin(user: UserRow): Promise<string[]> {
  const runs = user.fleets.filter(({ role }) => role === "admin");
  const others = await db().member.findMany({
    where: {
      fleetId: { in: runs.map(({ id }) => id) },
      role: "admin",
      userId: { not: user.id },
      user: { deactivatedAt: null },
    },
    select: { fleetId: true },
    distinct: ["fleetId"],
  });
  const kept = new Set(others.map(({ fleetId }) => fleetId));
  return runs.filter(({ id }) => !kept.has(id)).map(({ slug }) => slug);
}
