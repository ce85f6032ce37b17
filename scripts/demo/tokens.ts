/** The tokens of the demo's admin, in every state that a token can be in. */
import { randomBytes } from "node:crypto";
import { type Dice, day, hour } from "./dice";
import type { Fleet } from "./fleet";
import { type Condition, lifeOf } from "./life";
import { odd, type Purpose, purposes } from "./purposes";

export interface DemoToken {
  id: string;
  purpose: Purpose;
  condition: Condition;
  name: string;
  about: string;
  createdAt: number;
  expiresAt: number | null;
  /** When it was paused, revoked or ran out; null while it works. */
  endedAt: number | null;
  reason: string | null;
  rotateDays: number | null;
  namespaces: string[] | null;
  /** The current one last. */
  secrets: { id: string; prefix: string; hash: string; createdAt: number; endsAt: number | null }[];
}

/** Of a hundred tokens, how many are in which condition; the rest is active. */
const shares: readonly [Condition, number][] = [
  ["expired", 13],
  ["revoked", 15],
  ["paused", 5],
  ["never_used", 5],
  ["unused", 6],
  ["expiring", 4],
  ["rotation_due", 3],
  ["overlap", 1],
];

const pauses = [
  "Waits for the migration to end.",
  "Nobody knows who uses it; resumed if somebody calls.",
  "The runner it is for is being rebuilt.",
  "Too many calls since Tuesday.",
  null,
];
const ends = [
  "Replaced by a narrower one.",
  "The service was switched off.",
  "Found in a build's output.",
  "Its laptop was lost.",
  "Left over from a trial.",
  "Its owner changed teams.",
  null,
];

/** What is about many things has more tokens. */
const byBreadth = purposes.flatMap((purpose) => purpose.about.map(() => purpose));

export function makeTokens(dice: Dice, fleet: Fleet, count: number, now: number): DemoToken[] {
  const conditions = dice.shuffle(
    shares.flatMap(([condition, share]) =>
      Array<Condition>(Math.max(1, Math.round((share * count) / 100))).fill(condition),
    ),
  );
  const taken = new Set<string>();
  const tokens = Array.from({ length: count }, (_, n) => {
    const special = odd[n];
    const condition: Condition = special ? "active" : (conditions[n - odd.length] ?? "active");
    return makeToken(dice, fleet, special ?? dice.pick(byBreadth), condition, taken, now);
  });
  return tokens.sort((a, b) => a.createdAt - b.createdAt);
}

function makeToken(
  dice: Dice,
  fleet: Fleet,
  purpose: Purpose,
  condition: Condition,
  taken: Set<string>,
  now: number,
): DemoToken {
  const { about, name } = nameFor(dice, purpose, taken);
  const { createdAt, expiresAt, endedAt } = lifeOf(dice, purpose, condition, now);
  const due = condition === "rotation_due";
  const rotateDays = purpose.rotateDays ?? (due ? 30 : null);
  const token: DemoToken = {
    id: dice.id(createdAt),
    purpose,
    condition,
    name,
    about,
    createdAt,
    expiresAt,
    endedAt,
    reason: condition === "paused" ? dice.pick(pauses) : condition === "revoked" ? dice.pick(ends) : null,
    rotateDays,
    namespaces: namespacesFor(dice, purpose, fleet),
    secrets: [],
  };
  const rotatedAt = rotationOf(dice, token, now);
  if (rotatedAt !== null) {
    const endsAt = condition === "overlap" ? now + dice.between(0.5, 5) * day : rotatedAt;
    token.secrets.push(makeSecret(dice, createdAt, endsAt));
  }
  token.secrets.push(makeSecret(dice, rotatedAt ?? createdAt, null));
  return token;
}

/** Where a service has more than one. */
const variants = ["-staging", "-lab", "-v2", "-blue", "-green", "-canary", "-fallback"];

function nameFor(dice: Dice, purpose: Purpose, taken: Set<string>): { about: string; name: string } {
  for (let attempt = 1; ; attempt++) {
    const about = dice.pick(purpose.about);
    const suffix = attempt > 4 ? dice.pick(variants) : "";
    const number = attempt > 40 ? `-${attempt - 38}` : "";
    const name = purpose.name.replace("%", about) + suffix + number;
    if (taken.has(name)) continue;
    taken.add(name);
    return { about, name };
  }
}

function namespacesFor(dice: Dice, { scopes, about }: Purpose, fleet: Fleet): string[] | null {
  // What is not of a namespace opens nothing inside one.
  if (scopes === null || scopes.includes("admin") || scopes.includes("audit:read") || about[0] === "")
    return null;
  const [production, staging, lab] = fleet.namespaces.map(({ name }) => name);
  const lot = dice.next();
  if (lot < 0.45 && production) return [production];
  if (lot < 0.6 && staging) return [staging];
  if (lot < 0.66 && staging && lab) return [lab, staging];
  return null;
}

function rotationOf(dice: Dice, token: DemoToken, now: number): number | null {
  if (token.condition === "overlap")
    return Math.max(token.createdAt + hour, now - dice.between(0.2, 1.8) * day);
  if (token.condition === "rotation_due" || token.rotateDays === null) return null;
  const until = token.endedAt ?? now;
  const sinceDays = Math.min(dice.between(0.5, token.rotateDays - 1), (now - token.createdAt) / day);
  const at = now - sinceDays * day;
  return at > token.createdAt + day && at < until ? at : null;
}

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** No clear value belongs to the hash: nobody can call with the demo's tokens. */
function makeSecret(dice: Dice, createdAt: number, endsAt: number | null) {
  return {
    id: dice.id(createdAt),
    prefix: `cab_pat_${dice.text(6, letters)}`,
    hash: `\\x${randomBytes(32).toString("hex")}`,
    createdAt,
    endsAt,
  };
}
