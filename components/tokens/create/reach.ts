/** Where a token may work, as the form offers it. */
import { type Scope, scopeEntry } from "@/lib/access/catalog";

export interface FleetChoice {
  slug: string;
  name: string;
  /** What the person holds there. */
  scopes: readonly Scope[];
  namespaces: readonly string[];
}

export interface Choices {
  fleets: readonly FleetChoice[];
  /** What the person holds of the whole instance. */
  instance: readonly Scope[];
}

interface Standing {
  instance: ReadonlySet<Scope>;
  fleets: readonly { slug: string; name: string; scopes: ReadonlySet<Scope> }[];
}

/**
 * What a person may give to a token, fleet by fleet.
 * @param namespaces names by the slug of their fleet.
 */
export function choicesOf(
  { instance, fleets }: Standing,
  namespaces: Record<string, readonly string[]>,
): Choices {
  return {
    instance: [...instance],
    fleets: fleets.map(({ slug, name, scopes }) => ({
      slug,
      name,
      scopes: [...scopes],
      namespaces: namespaces[slug] ?? [],
    })),
  };
}

/** What may be given to a token that reaches these fleets; null: all, now and later. */
export function givable({ fleets, instance }: Choices, reach: readonly string[] | null): Set<Scope> {
  const within = fleets.filter((fleet) => reach === null || reach.includes(fleet.slug));
  return new Set([...(reach === null ? instance : []), ...within.flatMap((fleet) => fleet.scopes)]);
}

/** The one fleet that is reached, in which namespaces can be chosen; undefined where there are several. */
export function onlyFleet({ fleets }: Choices, reach: readonly string[] | null): FleetChoice | undefined {
  if (reach === null) return fleets.length === 1 ? fleets[0] : undefined;
  return reach.length === 1 ? fleets.find((fleet) => fleet.slug === reach[0]) : undefined;
}

/** Of the chosen scopes those that open nothing once the token is bound to namespaces. */
export function idleInNamespaces(scopes: readonly Scope[]): Scope[] {
  return scopes.filter((scope) => scope !== "admin" && scopeEntry(scope).level !== "namespace");
}
