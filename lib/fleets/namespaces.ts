import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";

/** Names of namespaces by the slug of their fleet: of every fleet in which the caller may see them. */
export async function listNamespacesSeen(caller: Caller): Promise<Record<string, string[]>> {
  authorize(caller.principal, "whoami.get");
  const fleets = caller.principal.fleets.filter((fleet) => fleet.scopes.has("namespaces:read"));
  const rows = await db().namespace.findMany({
    where: { fleetId: { in: fleets.map((fleet) => fleet.id) } },
    select: { id: true, name: true, fleetId: true },
    orderBy: { name: "asc" },
  });
  return Object.fromEntries(
    fleets.map(({ id, slug, namespaces }) => [
      slug,
      rows
        // A token that is bound to some sees only those.
        .filter((row) => row.fleetId === id && (namespaces === null || namespaces.has(row.id)))
        .map((row) => row.name),
    ]),
  );
}
