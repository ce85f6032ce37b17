/** The demo's fleets: their namespaces and the machines in them. */
import { type Dice, day } from "./dice";

export interface Fleet {
  id: string;
  slug: string;
  name: string;
  madeAt: number;
  namespaces: { id: string; name: string; madeAt: number }[];
  machines: Machine[];
}

export interface Machine {
  id: string;
  name: string;
  namespace: string;
  hostname: string | null;
  tags: string[];
  madeAt: number;
}

interface Plan {
  slug: string;
  name: string;
  days: number;
  namespaces: readonly string[];
  /** Namespace, stem of the names, how many, tags. */
  groups: readonly [string, string, number, string[]][];
}

const platform: Plan["groups"] = [
  ["production", "web", 4, ["web", "eu-west"]],
  ["production", "api", 4, ["api", "eu-west"]],
  ["production", "db", 3, ["postgres", "eu-west"]],
  ["production", "edge", 2, ["proxy", "eu-north"]],
  ["production", "backup", 1, ["storage", "eu-north"]],
  ["staging", "stage-web", 2, ["web"]],
  ["staging", "stage-api", 2, ["api"]],
  ["staging", "stage-db", 1, ["postgres"]],
  ["lab", "runner", 4, ["ci", "spot"]],
  ["lab", "gpu", 1, ["ci", "gpu"]],
  ["lab", "raspberry-window-sensor", 1, []],
];

const storefront: Plan["groups"] = [
  ["production", "shop", 3, ["web", "eu-west"]],
  ["production", "cart", 2, ["api", "eu-west"]],
  ["staging", "shop-next", 1, ["web"]],
];

const plans: readonly Plan[] = [
  {
    slug: "platform",
    name: "Platform",
    days: 720,
    namespaces: ["production", "staging", "lab"],
    groups: platform,
  },
  {
    slug: "storefront",
    name: "Storefront",
    days: 380,
    namespaces: ["production", "staging"],
    groups: storefront,
  },
];

export function makeFleets(dice: Dice, now: number): Fleet[] {
  return plans.map((plan, nth) => makeFleet(dice, plan, nth, now));
}

function makeFleet(dice: Dice, plan: Plan, nth: number, now: number): Fleet {
  const { slug, name, days } = plan;
  const madeAt = now - days * day;
  const namespaces = plan.namespaces.map((one, n) => {
    const at = madeAt + n * 45 * day;
    return { id: dice.id(at), name: one, madeAt: at };
  });
  const machines = plan.groups.flatMap(([namespace, stem, count, tags], group) =>
    Array.from({ length: count }, (_, n) => {
      const at = now - dice.between(3, 0.83 * days) * day;
      return {
        id: dice.id(at),
        name: count > 1 ? `${stem}-${String(n + 1).padStart(2, "0")}` : stem,
        namespace,
        hostname: tags.length === 0 ? null : `10.${20 + nth}.${group + 1}.${n + 10}`,
        tags,
        madeAt: at,
      };
    }),
  );
  return { id: dice.id(madeAt), slug, name, madeAt, namespaces, machines };
}
