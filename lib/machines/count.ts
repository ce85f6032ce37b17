import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";

/** How many machines stand in each fleet whose machines the caller may see, by slug. */
export async function countMachines(
  caller: Caller,
): Promise<{ slug: string; name: string; count: number }[]> {
  authorize(caller.principal, "machines.list");
  const fleets = caller.principal.fleets.filter((fleet) => fleet.scopes.has("machines:read"));
  const counts = await db().machine.groupBy({
    by: ["fleetId", "namespaceId"],
    where: { fleetId: { in: fleets.map((fleet) => fleet.id) } },
    _count: { _all: true },
  });
  return fleets.map(({ id, slug, name, namespaces }) => ({
    slug,
    name,
    count: counts
      .filter((row) => row.fleetId === id && (namespaces === null || namespaces.has(row.namespaceId)))
      .reduce((sum, row) => sum + row._count._all, 0),
  }));
}
