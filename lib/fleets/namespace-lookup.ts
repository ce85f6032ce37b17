/** Finds namespaces, and counts what stands in them for who may know. */

import { type Action, authorize, requireFleet } from "@/lib/access/policy";
import type { FleetRights, Principal } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";
import { notFound } from "@/lib/errors";
import { slugSchema } from "@/lib/tokens/schema";
import type { NamespaceView } from "./schema";

interface NamespaceRow {
  id: string;
  name: string;
  createdAt: Date;
  _count: { machines: number };
}

export const withMachineCount = { _count: { select: { machines: true } } } as const;

const seesMachines = (fleet: FleetRights) => fleet.scopes.has("machines:read");

export function viewOf(namespace: NamespaceRow, fleet: FleetRights): NamespaceView {
  return {
    id: namespace.id,
    name: namespace.name,
    created_at: namespace.createdAt.toISOString(),
    machines: seesMachines(fleet) ? namespace._count.machines : null,
  };
}

/** The namespace by name, if the principal may do `action` in its fleet. @throws 404 for a made-up name. */
export async function authorizedNamespace(
  principal: Principal,
  action: Action,
  slug: string,
  name: string,
  tx: Transaction = db(),
): Promise<{ fleet: FleetRights; namespace: NamespaceRow }> {
  const fleet = requireFleet(principal, action, slug);
  const namespace = slugSchema.safeParse(name).success
    ? await tx.namespace.findUnique({
        where: { fleetId_name: { fleetId: fleet.id, name } },
        include: withMachineCount,
      })
    : null;
  if (!namespace) throw notFound();
  authorize(principal, action, { fleet });
  return { fleet, namespace };
}
