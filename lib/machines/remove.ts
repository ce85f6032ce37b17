import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { notFound } from "@/lib/errors";
import { authorizedMachine, viewOf } from "./lookup";

/** Deregisters a machine. */
export async function removeMachine(caller: Caller, slug: string, id: string): Promise<void> {
  const { principal } = caller;
  await authorizedMachine(principal, "machines.remove", slug, id);
  await change(caller, { action: "machines.remove", status: 204 }, async (tx, record) => {
    const { fleet, machine } = await authorizedMachine(principal, "machines.remove", slug, id, tx);
    // Only where it was allowed: it may have been moved or deregistered since it was read.
    const removed = await tx.machine.deleteMany({ where: { id, namespaceId: machine.namespace.id } });
    if (removed.count === 0) throw notFound();
    record({
      action: "machine.removed",
      subject: { type: "machine", id, name: machine.name },
      fleet: fleet.slug,
      namespace: machine.namespace.name,
      before: viewOf(machine),
    });
  });
}
