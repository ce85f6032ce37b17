import { authorize, requireFleet } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readCursor, writeCursor } from "@/lib/database/cursor";
import { invalid } from "@/lib/errors";
import { viewOf, withNamespace } from "./lookup";
import { type ListMachinesInput, type MachineView, machineName } from "./schema";

/** The fleet's machines by name, as far as the principal reaches: a bound token sees only its namespaces'. */
export async function listMachines(
  caller: Caller,
  slug: string,
  input: ListMachinesInput,
): Promise<{ data: MachineView[]; next_cursor: string | null }> {
  const fleet = requireFleet(caller.principal, "machines.list", slug);
  const bound = fleet.namespaces === null ? null : [...fleet.namespaces].map(([id, name]) => ({ id, name }));
  // A namespace that is named must be one of its own; otherwise the list is cut to them.
  const asked =
    input.namespace === undefined ? bound?.[0] : bound?.find(({ name }) => name === input.namespace);
  authorize(caller.principal, "machines.list", asked ? { fleet, namespace: asked } : { fleet });
  const cursor = readCursor(input.cursor, "name");
  if (cursor && !machineName.safeParse(cursor.value).success) {
    throw invalid("cursor", "invalid_cursor", "This cursor is not from this list. Start again without it.");
  }
  // It becomes a LIKE as it stands, wildcards and all.
  const text = input.q?.replace(/[\\%_]/g, "\\$&");
  const contains = text ? { contains: text, mode: "insensitive" as const } : null;
  const rows = await db().machine.findMany({
    where: {
      fleetId: fleet.id,
      ...(bound ? { namespaceId: { in: bound.map(({ id }) => id) } } : {}),
      ...(input.namespace === undefined ? {} : { namespace: { name: input.namespace } }),
      ...(input.tag === undefined ? {} : { tags: { has: input.tag } }),
      ...(contains ? { OR: [{ name: contains }, { hostname: contains }] } : {}),
      // Names are unique within a fleet, so the name alone is the key.
      ...(cursor ? { name: { gt: cursor.value ?? "" } } : {}),
    },
    include: withNamespace,
    orderBy: { name: "asc" },
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    data: page.map(viewOf),
    next_cursor: last ? writeCursor({ sort: "name", value: last.name, id: last.id }) : null,
  };
}
