import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { isUniqueViolation } from "@/lib/database/errors";
import { notFound, Problem } from "@/lib/errors";
import { authorizedMachine, authorizedNamespace, viewOf, withNamespace } from "./lookup";
import type { MachineView, UpdateMachineInput } from "./schema";

/** Renames, retags or moves a machine; moving needs the right in both namespaces. */
export async function updateMachine(
  caller: Caller,
  slug: string,
  id: string,
  input: UpdateMachineInput,
): Promise<MachineView> {
  const { principal } = caller;
  await authorizedMachine(principal, "machines.update", slug, id);
  try {
    return await change(caller, { action: "machines.update", status: 200 }, async (tx, record) => {
      const { fleet, machine } = await authorizedMachine(principal, "machines.update", slug, id, tx);
      const { name, hostname, tags } = input;
      const target =
        input.namespace === undefined
          ? machine.namespace
          : await authorizedNamespace(principal, "machines.update", fleet, input.namespace, tx);
      const [updated] = await tx.machine.updateManyAndReturn({
        where: { id, namespaceId: machine.namespace.id },
        data: {
          namespaceId: target.id,
          ...(name === undefined ? {} : { name }),
          ...(hostname === undefined ? {} : { hostname }),
          ...(tags === undefined ? {} : { tags }),
        },
        include: withNamespace,
      });
      // Only where it was allowed: it may have been moved or deregistered since it was read.
      if (!updated) throw notFound();
      record({
        action: "machine.updated",
        subject: { type: "machine", id, name: updated.name },
        fleet: fleet.slug,
        namespace: updated.namespace.name,
        before: viewOf(machine),
        after: viewOf(updated),
      });
      return viewOf(updated);
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem("name_taken", `A machine named ${input.name} is already in ${slug}.`);
    throw error;
  }
}
