/** The demo's fleet: three namespaces and the machines in them. */
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

const groups: readonly [string, string, number, string[]][] = [
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

export function makeFleet(dice: Dice, now: number): Fleet {
  const madeAt = now - 720 * day;
  const namespaces = ["production", "staging", "lab"].map((name, n) => {
    const at = madeAt + n * 45 * day;
    return { id: dice.id(at), name, madeAt: at };
  });
  const machines = groups.flatMap(([namespace, stem, count, tags], group) =>
    Array.from({ length: count }, (_, n) => {
      const at = now - dice.between(3, 600) * day;
      return {
        id: dice.id(at),
        name: count > 1 ? `${stem}-${String(n + 1).padStart(2, "0")}` : stem,
        namespace,
        hostname: tags.length === 0 ? null : `10.20.${group + 1}.${n + 10}`,
        tags,
        madeAt: at,
      };
    }),
  );
  return { id: dice.id(madeAt), slug: "platform", name: "Platform", madeAt, namespaces, machines };
}
