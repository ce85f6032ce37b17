/** Where tokens are judged: fleets with their namespaces, and services with their rules, in one snapshot. */
import { pool } from "@/lib/database/client";
import { type ServiceRule, storedRules } from "@/lib/services/schema";

export interface EstateFleet {
  id: string;
  slug: string;
  /** Ids by name. */
  namespaces: ReadonlyMap<string, string>;
}

export interface EstateService {
  slug: string;
  fleet: EstateFleet;
  rules: readonly ServiceRule[];
}

export interface Estate {
  /** By slug. */
  fleets: ReadonlyMap<string, EstateFleet>;
  services: ReadonlyMap<string, EstateService>;
}

interface Row {
  seq: string;
  fleets: { id: string; slug: string; namespaces: Record<string, string> | null }[];
  services: { slug: string; fleet: string; rules: unknown }[];
}

const sql = `
  SELECT c.seq,
    (SELECT coalesce(json_agg(json_build_object('id', f.id, 'slug', f.slug, 'namespaces',
      (SELECT json_object_agg(n.name, n.id) FROM namespaces n WHERE n.fleet_id = f.id))), '[]') FROM fleets f) AS fleets,
    (SELECT coalesce(json_agg(json_build_object('slug', s.slug, 'fleet', f.slug, 'rules', s.rules)), '[]')
      FROM services s JOIN fleets f ON f.id = s.fleet_id) AS services
  FROM rights_clock c`;

export async function readEstate(): Promise<{ seq: bigint; estate: Estate }> {
  const { rows } = await pool().query<Row>({ name: "estate", text: sql });
  const row = rows[0];
  if (!row) throw new Error("the rights clock has no row");
  const fleets = new Map(
    row.fleets.map(({ id, slug, namespaces }) => [
      slug,
      { id, slug, namespaces: new Map(Object.entries(namespaces ?? {})) },
    ]),
  );
  const services = new Map<string, EstateService>();
  for (const { slug, fleet: name, rules } of row.services) {
    const fleet = fleets.get(name);
    if (fleet) services.set(slug, { slug, fleet, rules: readRules(slug, rules) });
  }
  return { seq: BigInt(row.seq), estate: { fleets, services } };
}

/** A service whose rules were spoilt by hand lets nothing in; the others go on. */
function readRules(slug: string, rules: unknown): readonly ServiceRule[] {
  const parsed = storedRules.safeParse(rules);
  if (!parsed.success) console.error(`The rules of the service ${slug} cannot be read: it lets nothing in.`);
  return parsed.data ?? [];
}
