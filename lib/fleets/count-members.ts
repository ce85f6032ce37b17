import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";

/** How many members each fleet has whose members the caller may see, by slug. */
export async function countMembers(caller: Caller): Promise<Record<string, number>> {
  const { principal } = caller;
  authorize(principal, "members.list");
  const fleets = principal.fleets.filter(
    (fleet) => principal.kind === "session" || fleet.scopes.has("permissions:manage"),
  );
  const counts = await db().member.groupBy({
    by: ["fleetId"],
    where: { fleetId: { in: fleets.map((fleet) => fleet.id) } },
    _count: { _all: true },
  });
  const of = new Map(counts.map((row) => [row.fleetId, row._count._all]));
  return Object.fromEntries(fleets.map(({ id, slug }) => [slug, of.get(id) ?? 0]));
}
