import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readCursor, writeCursor } from "@/lib/database/cursor";
import { containing, slugOfCursor } from "./list-query";
import { authorizedFleet } from "./lookup";
import { viewOf, withMachineCount } from "./namespace-lookup";
import type { ListNamespacesInput, NamespacePage } from "./schema";

/** The fleet's namespaces by name. */
export async function listNamespaces(
  caller: Caller,
  slug: string,
  input: ListNamespacesInput,
): Promise<NamespacePage> {
  const fleet = authorizedFleet(caller.principal, "namespaces.list", slug);
  const after = slugOfCursor(readCursor(input.cursor, "name"));
  const name = { ...containing(input.q), ...(after === null ? {} : { gt: after }) };
  const rows = await db().namespace.findMany({
    where: { fleetId: fleet.id, ...(Object.keys(name).length > 0 ? { name } : {}) },
    include: withMachineCount,
    orderBy: { name: "asc" },
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    data: page.map((row) => viewOf(row, fleet)),
    next_cursor: last ? writeCursor({ sort: "name", value: last.name, id: last.id }) : null,
  };
}
