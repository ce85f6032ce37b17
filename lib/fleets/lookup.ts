/** Finds a fleet as a principal stands in it. */

import { type Action, authorize, requireFleet } from "@/lib/access/policy";
import type { FleetRights, Principal } from "@/lib/access/principal";
import type { FleetView } from "./schema";

/**
 * The fleet, if the principal may do `action` to it as a whole.
 * @throws 404 for what its owner may not see, made-up slugs included; 403 for what it may not do there.
 */
export function authorizedFleet(principal: Principal, action: Action, slug: string): FleetRights {
  const fleet = requireFleet(principal, action, slug);
  authorize(principal, action, { fleet });
  return fleet;
}

interface FleetRow {
  id: string;
  slug: string;
  name: string;
  createdAt: Date;
  updatedAt: Date;
}

export function viewOf(fleet: FleetRow, standing: Pick<FleetRights, "role" | "namespaces">): FleetView {
  return {
    id: fleet.id,
    slug: fleet.slug,
    name: fleet.name,
    role: standing.role,
    namespaces: standing.namespaces === null ? null : [...standing.namespaces.values()].sort(),
    created_at: fleet.createdAt.toISOString(),
    updated_at: fleet.updatedAt.toISOString(),
  };
}
