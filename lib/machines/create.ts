import { requireFleet } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { isUniqueViolation } from "@/lib/database/errors";
import { uuidv7 } from "@/lib/database/uuid";
import { Problem } from "@/lib/errors";
import { authorizedNamespace, viewOf, withNamespace } from "./lookup";
import type { CreateMachineInput, MachineView } from "./schema";

/** Registers a machine in a namespace of the fleet. @throws 409 `name_taken`. */
export async function createMachine(
  caller: Caller,
  slug: string,
  input: CreateMachineInput,
): Promise<MachineView> {
  const { principal } = caller;
  const fleet = requireFleet(principal, "machines.create", slug);
  await authorizedNamespace(principal, "machines.create", fleet, input.namespace);
  try {
    return await change(caller, { action: "machines.create", status: 201 }, async (tx, record) => {
      const namespace = await authorizedNamespace(principal, "machines.create", fleet, input.namespace, tx);
      const machine = await tx.machine.create({
        data: {
          id: uuidv7(),
          fleetId: fleet.id,
          namespaceId: namespace.id,
          name: input.name,
          hostname: input.hostname,
          tags: input.tags,
        },
        include: withNamespace,
      });
      const view = viewOf(machine);
      record({
        action: "machine.created",
        subject: { type: "machine", id: machine.id, name: machine.name },
        fleet: fleet.slug,
        namespace: namespace.name,
        after: view,
      });
      return view;
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem("name_taken", `A machine named ${input.name} is already in ${slug}.`);
    throw error;
  }
}
