/** The demo's tokens, in every state that a token can be in. */
import { randomBytes } from "node:crypto";
import { expandScopes, instanceScopes, type Scope, scopesOfMember } from "@/lib/access/catalog";
import { type Dice, day, hour } from "./dice";
import type { Fleet } from "./fleet";
import { type Condition, lifeOf } from "./life";
import type { Person } from "./people";
import { odd, type Purpose, purposes } from "./purposes";

export interface DemoToken {
  id: string;
  kind: "personal" | "fleet";
  /** Who made it, and owns it if it is personal. */
  by: Person;
  /** Whose it is, or which its calls are about. */
  fleet: Fleet;
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

interface Lot {
  kind: DemoToken["kind"];
  by: Person;
  fleet: Fleet;
  count: number;
  /** The first ones are what a list must be able to show. */
  special?: readonly Purpose[];
}

/** How many of a person's own, and of a fleet's made by a person. */
const others: readonly [string, "personal" | "fleet", string, number][] = [
  ["Jonas", "personal", "platform", 14],
  ["Mei", "personal", "platform", 11],
  ["Rafael", "personal", "platform", 8],
  ["Priya", "personal", "storefront", 7],
  ["Tomasz", "personal", "platform", 4],
  ["Leila", "personal", "platform", 2],
  ["Sam", "personal", "platform", 1],
  ["Nora", "personal", "platform", 5],
  ["Ada", "fleet", "platform", 18],
  ["Jonas", "fleet", "platform", 9],
  ["Nora", "fleet", "platform", 3],
  ["Jonas", "fleet", "storefront", 11],
];

/** `count` of the admin's, and some of everybody else's and the fleets'. */
export function makeAllTokens(
  dice: Dice,
  people: readonly Person[],
  fleets: readonly Fleet[],
  count: number,
  now: number,
): DemoToken[] {
  const lots = others.map(([first, kind, slug, n]): Lot => {
    const by = people.find(({ name }) => name.startsWith(first));
    const fleet = fleets.find((one) => one.slug === slug);
    if (!by || !fleet) throw new Error(`the demo knows no ${first} or no ${slug}`);
    return { kind, by, fleet, count: n };
  });
  const [by] = people;
  const [fleet] = fleets;
  if (!by || !fleet) throw new Error("a demo without people or fleets");
  const own: Lot = { kind: "personal", by, fleet, count, special: odd };
  return [own, ...lots].flatMap((lot) => makeTokens(dice, lot, now));
}

/** What its owner could have given it. */
function isPlausible({ kind, by, fleet }: Lot, { scopes }: Purpose): boolean {
  if (scopes === null) return kind === "personal";
  const held: readonly Scope[] =
    by.admin && kind === "personal"
      ? [...scopesOfMember("admin"), ...instanceScopes]
      : scopesOfMember(by.roles[fleet.slug] ?? "viewer");
  return scopes.includes("admin")
    ? held.includes("admin")
    : expandScopes(scopes).every((scope) => held.includes(scope));
}

function makeTokens(dice: Dice, lot: Lot, now: number): DemoToken[] {
  const { count, by, special: odd = [] } = lot;
  const possible = byBreadth.filter((purpose) => isPlausible(lot, purpose));
  const conditions = dice.shuffle(
    shares.flatMap(([condition, share]) =>
      Array<Condition>(Math.max(1, Math.round((share * count) / 100))).fill(condition),
    ),
  );
  const taken = new Set<string>();
  const tokens = Array.from({ length: count }, (_, n) => {
    const special = odd[n];
    const condition: Condition = special ? "active" : (conditions[n - odd.length] ?? "active");
    return makeToken(dice, lot, special ?? dice.pick(possible), condition, taken, now);
  });
  for (const token of tokens) leave(token, by, lot.kind);
  return tokens.sort((a, b) => a.createdAt - b.createdAt);
}

/** Whoever leaves takes along their own tokens; the fleet's that they made go on. */
function leave(token: DemoToken, { leftAt, joinedAt }: Person, kind: DemoToken["kind"]): void {
  if (leftAt === null) return;
  if (token.createdAt > leftAt) {
    const [secret] = token.secrets;
    token.createdAt = joinedAt + (token.createdAt % (300 * day));
    if (secret) token.secrets = [{ ...secret, createdAt: token.createdAt, endsAt: null }];
  }
  if (kind === "personal") {
    token.condition = "revoked";
    token.endedAt = leftAt;
    token.reason = "Deactivated";
  } else if (token.endedAt !== null && token.endedAt < leftAt) token.endedAt = leftAt + day;
}

function makeToken(
  dice: Dice,
  { kind, by, fleet }: Lot,
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
    kind,
    by,
    fleet,
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
    token.secrets.push(makeSecret(dice, kind, createdAt, endsAt));
  }
  token.secrets.push(makeSecret(dice, kind, rotatedAt ?? createdAt, null));
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
function makeSecret(dice: Dice, kind: DemoToken["kind"], createdAt: number, endsAt: number | null) {
  return {
    id: dice.id(createdAt),
    prefix: `cab_${kind === "fleet" ? "flt" : "pat"}_${dice.text(6, letters)}`,
    hash: `\\x${randomBytes(32).toString("hex")}`,
    createdAt,
    endsAt,
  };
}
