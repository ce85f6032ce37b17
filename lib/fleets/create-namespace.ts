import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { isUniqueViolation } from "@/lib/database/errors";
import { uuidv7 } from "@/lib/database/uuid";
import { Problem } from "@/lib/errors";
import { authorizedFleet } from "./lookup";
import { viewOf, withMachineCount } from "./namespace-lookup";
import type { CreateNamespaceInput, NamespaceView } from "./schema";

/** Adds a namespace to a fleet. @throws 409 `name_taken`. */
export async function createNamespace(
  caller: Caller,
  slug: string,
  { name }: CreateNamespaceInput,
): Promise<NamespaceView> {
  const { principal } = caller;
  const fleet = authorizedFleet(principal, "namespaces.create", slug);
  try {
    // What bounds tokens is a right, so it takes the clock.
    return await change(
      caller,
      { action: "namespaces.create", status: 201, rights: true },
      async (tx, record) => {
        const namespace = await tx.namespace.create({
          data: { id: uuidv7(), fleetId: fleet.id, name },
          include: withMachineCount,
        });
        record({
          action: "namespace.created",
          subject: { type: "namespace", id: namespace.id, name },
          fleet: slug,
          namespace: name,
          after: { name },
        });
        return viewOf(namespace, fleet);
      },
    );
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem("name_taken", `A namespace ${name} is already in ${slug}.`);
    throw error;
  }
}
