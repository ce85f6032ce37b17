/** Finds services, within what a principal may see. */
import { type Action, authorize } from "@/lib/access/policy";
import type { Principal } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";
import { notFound } from "@/lib/errors";
import { type ServiceView, storedRules } from "./schema";

export const withFleet = { fleet: { select: { id: true, slug: true } } } as const;

export interface ServiceRow {
  id: string;
  slug: string;
  name: string;
  description: string;
  rules: unknown;
  createdAt: Date;
  updatedAt: Date;
  fleet: { id: string; slug: string };
}

export function viewOf(service: ServiceRow): ServiceView {
  return {
    slug: service.slug,
    name: service.name,
    fleet: service.fleet.slug,
    description: service.description,
    rules: storedRules.parse(service.rules),
    created_at: service.createdAt.toISOString(),
    updated_at: service.updatedAt.toISOString(),
  };
}

/**
 * The service, if the principal may do `action` to it.
 * @throws 404 for made-up slugs and for services of fleets that the principal does not see.
 */
export async function authorizedService(
  principal: Principal,
  action: Action,
  slug: string,
  tx: Transaction = db(),
): Promise<ServiceRow> {
  authorize(principal, action);
  const service = slug.includes("\0")
    ? null
    : await tx.service.findUnique({ where: { slug }, include: withFleet });
  if (!service || !principal.sees.some(({ id }) => id === service.fleet.id)) throw notFound();
  return service;
}
