import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { authorizedService, viewOf } from "./lookup";

/** Removes a service: from then on every request to it is refused. */
export async function removeService(caller: Caller, slug: string): Promise<void> {
  const { principal } = caller;
  await authorizedService(principal, "services.remove", slug);
  await change(caller, { action: "services.remove", status: 204, rights: true }, async (tx, record) => {
    const service = await authorizedService(principal, "services.remove", slug, tx);
    await tx.service.delete({ where: { id: service.id } });
    record({
      action: "service.removed",
      subject: { type: "service", id: service.id, name: service.name },
      fleet: service.fleet.slug,
      service: slug,
      before: viewOf(service),
    });
  });
}
