import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { readCursor, writeCursor } from "@/lib/database/cursor";
import { invalid, notFound } from "@/lib/errors";
import { slugSchema } from "@/lib/tokens/schema";
import { viewOf, withFleet } from "./lookup";
import type { ListServicesInput, ServiceView } from "./schema";

/** The services of the fleets that the caller sees, by slug; of one fleet when it is named. */
export async function listServices(
  caller: Caller,
  input: ListServicesInput,
): Promise<{ data: ServiceView[]; next_cursor: string | null }> {
  authorize(caller.principal, "services.list");
  const fleets = caller.principal.sees.filter(
    ({ slug }) => input.fleet === undefined || slug === input.fleet,
  );
  if (input.fleet !== undefined && fleets.length === 0) throw notFound();
  const cursor = readCursor(input.cursor, "slug");
  if (cursor && !slugSchema.safeParse(cursor.value).success) {
    throw invalid("cursor", "invalid_cursor", "This cursor is not from this list. Start again without it.");
  }
  const rows = await db().service.findMany({
    where: {
      fleetId: { in: fleets.map(({ id }) => id) },
      // Slugs are unique, so the slug alone is the key.
      ...(cursor ? { slug: { gt: cursor.value ?? "" } } : {}),
    },
    include: withFleet,
    orderBy: { slug: "asc" },
    take: input.limit + 1,
  });
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    data: page.map(viewOf),
    next_cursor: last ? writeCursor({ sort: "slug", value: last.slug, id: last.id }) : null,
  };
}
