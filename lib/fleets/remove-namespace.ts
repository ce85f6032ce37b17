import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { Problem } from "@/lib/errors";
import { authorizedNamespace, viewOf } from "./namespace-lookup";

/**
 * Removes an empty namespace. Tokens bound to it open nothing any more; one of the same name made later is another.
 * @throws 409 `still_in_use` while machines stand in it.
 */
export async function removeNamespace(caller: Caller, slug: string, name: string): Promise<void> {
  const { principal } = caller;
  await authorizedNamespace(principal, "namespaces.remove", slug, name);
  await change(caller, { action: "namespaces.remove", status: 204, rights: true }, async (tx, record) => {
    const { fleet, namespace } = await authorizedNamespace(principal, "namespaces.remove", slug, name, tx);
    if (namespace._count.machines > 0) throw stillInUse(slug, name, viewOf(namespace, fleet).machines);
    await tx.namespace.delete({ where: { id: namespace.id } });
    record({
      action: "namespace.removed",
      subject: { type: "namespace", id: namespace.id, name },
      fleet: slug,
      namespace: name,
      before: { name },
    });
  });
}

function stillInUse(slug: string, name: string, machines: number | null): Problem {
  const standing =
    machines === null ? "Machines stand" : machines === 1 ? "1 machine stands" : `${machines} machines stand`;
  return new Problem("still_in_use", `${standing} in ${slug}/${name}. Move or deregister them first.`);
}
