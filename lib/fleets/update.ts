import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { authorizedFleet, viewOf } from "./lookup";
import type { FleetView, UpdateFleetInput } from "./schema";

/** Renames a fleet. Its slug never changes: addresses and the log go by it. */
export async function updateFleet(caller: Caller, slug: string, input: UpdateFleetInput): Promise<FleetView> {
  const { principal } = caller;
  const fleet = authorizedFleet(principal, "fleets.update", slug);
  return change(caller, { action: "fleets.update", status: 200, rights: true }, async (tx, record) => {
    const before = await tx.fleet.findUniqueOrThrow({ where: { id: fleet.id } });
    if (before.name === input.name) return viewOf(before, fleet);
    const after = await tx.fleet.update({ where: { id: fleet.id }, data: { name: input.name } });
    record({
      action: "fleet.updated",
      subject: { type: "fleet", id: fleet.id, name: slug },
      fleet: slug,
      before: { name: before.name },
      after: { name: after.name },
    });
    return viewOf(after, fleet);
  });
}
