import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { notFound } from "@/lib/errors";
import { authorizedFleet, viewOf } from "./lookup";
import type { FleetView } from "./schema";

export async function getFleet(caller: Caller, slug: string): Promise<FleetView> {
  const fleet = authorizedFleet(caller.principal, "fleets.get", slug);
  const row = await db().fleet.findUnique({ where: { id: fleet.id } });
  if (!row) throw notFound();
  return viewOf(row, fleet);
}
