import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readCursor, writeCursor } from "@/lib/database/cursor";
import { containing, slugOfCursor } from "./list-query";
import { viewOf } from "./lookup";
import type { FleetPage, ListFleetsInput } from "./schema";

/** The fleets that the principal reaches, by slug. */
export async function listFleets(caller: Caller, input: ListFleetsInput): Promise<FleetPage> {
  authorize(caller.principal, "fleets.list");
  const reach = new Map(caller.principal.fleets.map((fleet) => [fleet.id, fleet]));
  const after = slugOfCursor(readCursor(input.cursor, "slug"));
  const contains = containing(input.q);
  const rows = await db().fleet.findMany({
    where: {
      id: { in: [...reach.keys()] },
      ...(contains ? { OR: [{ slug: contains }, { name: contains }] } : {}),
      ...(after === null ? {} : { slug: { gt: after } }),
    },
    orderBy: { slug: "asc" },
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    data: page.flatMap((row) => {
      const standing = reach.get(row.id);
      return standing ? [viewOf(row, standing)] : [];
    }),
    next_cursor: last ? writeCursor({ sort: "slug", value: last.slug, id: last.id }) : null,
  };
}
