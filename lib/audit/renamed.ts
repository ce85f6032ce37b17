/** Tokens and people that were given other names by this process: names are no rights, so the clock is silent on them. */
interface Renamed {
  /** When, in milliseconds since the epoch. */
  at: Map<string, number>;
  last: number;
}

/** Nobody asks about earlier ones: no memory of a name is older. */
const keptMs = 60_000;

const home = Symbol.for("token-cabinet.renamed");
const shared = globalThis as { [home]?: Renamed };

export function noteRenamed(id: string): void {
  shared[home] ??= { at: new Map(), last: 0 };
  const renamed = shared[home];
  const now = Date.now();
  if (now - renamed.last > keptMs) renamed.at.clear();
  renamed.at.set(id, now);
  renamed.last = now;
}

/** Whether its name may have changed since it was read. */
export function renamedSince(id: string, readAt: number): boolean {
  return (shared[home]?.at.get(id) ?? 0) >= readAt;
}
