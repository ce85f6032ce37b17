import { authorize } from "@/lib/access/policy";
import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { isUniqueViolation } from "@/lib/database/errors";
import { uuidv7 } from "@/lib/database/uuid";
import { invalid, Problem } from "@/lib/errors";
import { viewOf, withFleet } from "./lookup";
import type { CreateServiceInput, ServiceView } from "./schema";

/** Names an API whose requests are judged here, and the fleet that it belongs to. @throws 409 `name_taken`. */
export async function createService(caller: Caller, input: CreateServiceInput): Promise<ServiceView> {
  authorize(caller.principal, "services.create");
  try {
    return await change(
      caller,
      { action: "services.create", status: 201, rights: true },
      async (tx, record) => {
        const fleet = await tx.fleet.findUnique({ where: { slug: input.fleet }, select: { id: true } });
        if (!fleet) throw invalid("fleet", "unknown_fleet", `There is no fleet ${input.fleet}.`);
        const service = await tx.service.create({
          data: {
            id: uuidv7(),
            slug: input.slug,
            fleetId: fleet.id,
            name: input.name,
            description: input.description,
            rules: input.rules,
          },
          include: withFleet,
        });
        const view = viewOf(service);
        record({
          action: "service.created",
          subject: { type: "service", id: service.id, name: service.name },
          fleet: service.fleet.slug,
          service: service.slug,
          after: view,
        });
        return view;
      },
    );
  } catch (error) {
    if (isUniqueViolation(error))
      throw new Problem("name_taken", `There is a service with the slug ${input.slug} already.`);
    throw error;
  }
}
