import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { authorizedService, viewOf, withFleet } from "./lookup";
import type { ServiceView, UpdateServiceInput } from "./schema";

/** Changes name, description or rules; the rules are replaced as a whole. Slug and fleet stay what they are. */
export async function updateService(
  caller: Caller,
  slug: string,
  input: UpdateServiceInput,
): Promise<ServiceView> {
  const { principal } = caller;
  await authorizedService(principal, "services.update", slug);
  return change(caller, { action: "services.update", status: 200, rights: true }, async (tx, record) => {
    const service = await authorizedService(principal, "services.update", slug, tx);
    const { name, description, rules } = input;
    const updated = await tx.service.update({
      where: { id: service.id },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(rules === undefined ? {} : { rules }),
      },
      include: withFleet,
    });
    const view = viewOf(updated);
    record({
      action: "service.updated",
      subject: { type: "service", id: service.id, name: updated.name },
      fleet: service.fleet.slug,
      service: slug,
      before: viewOf(service),
      after: view,
    });
    return view;
  });
}
