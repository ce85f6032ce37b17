/** Finds machines and the namespaces they stand in, within what a principal may see. */

import { type Action, authorize, requireFleet } from "@/lib/access/policy";
import type { FleetRights, Principal } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";
import { isUuid } from "@/lib/database/uuid";
import { invalid, notFound } from "@/lib/errors";
import type { MachineView } from "./schema";

export interface MachineRow {
  id: string;
  name: string;
  hostname: string | null;
  tags: string[];
  createdAt: Date;
  updatedAt: Date;
  namespace: { id: string; name: string };
}

export const withNamespace = { namespace: { select: { id: true, name: true } } } as const;

export function viewOf(machine: MachineRow): MachineView {
  return {
    id: machine.id,
    name: machine.name,
    namespace: machine.namespace.name,
    hostname: machine.hostname,
    tags: machine.tags,
    created_at: machine.createdAt.toISOString(),
    updated_at: machine.updatedAt.toISOString(),
  };
}

/**
 * The machine, if the principal may do `action` where it stands.
 * @throws 404 for foreign and made-up ids alike; 403 where the fleet is seen but the act is not allowed.
 */
export async function authorizedMachine(
  principal: Principal,
  action: Action,
  slug: string,
  id: string,
  tx: Transaction = db(),
): Promise<{ fleet: FleetRights; machine: MachineRow }> {
  const fleet = requireFleet(principal, action, slug);
  const machine = isUuid(id)
    ? await tx.machine.findFirst({ where: { id, fleetId: fleet.id }, include: withNamespace })
    : null;
  if (!machine) throw notFound();
  authorize(principal, action, { fleet, namespace: machine.namespace });
  return { fleet, machine };
}

/**
 * The namespace by name, if the principal may do `action` in it.
 * @throws 422 when the fleet has none of that name, 403 when it is beyond the principal.
 */
export async function authorizedNamespace(
  principal: Principal,
  action: Action,
  fleet: FleetRights,
  name: string,
  tx: Transaction = db(),
): Promise<{ id: string; name: string }> {
  const namespace = await tx.namespace.findFirst({
    where: { fleetId: fleet.id, name },
    select: { id: true, name: true },
  });
  if (!namespace)
    throw invalid("namespace", "unknown_namespace", `There is no namespace ${name} in ${fleet.slug}.`);
  authorize(principal, action, { fleet, namespace });
  return namespace;
}
