/** The people of the demo, their places in the fleets, and the browsers they are signed in with. */
import type { MemberRole } from "@/lib/access/catalog";
import { type Dice, day, hour } from "./dice";

export interface Person {
  id: string;
  name: string;
  email: string;
  admin: boolean;
  /** By the fleet's slug, as it is or, for who has left, was. */
  roles: Readonly<Record<string, MemberRole>>;
  joinedAt: number;
  leftAt: number | null;
  /** Has not chosen a password yet. */
  invited: boolean;
  ip: string;
}

type Member = { name: string; days: number; left?: true; invited?: true } & Pick<Person, "roles">;

const cast: readonly Member[] = [
  { name: "Ada Osei", days: 720, roles: { platform: "admin" } },
  { name: "Jonas Lindqvist", days: 700, roles: { platform: "admin", storefront: "admin" } },
  { name: "Mei Tanaka", days: 610, roles: { platform: "deployer", storefront: "viewer" } },
  { name: "Rafael Moreira", days: 400, roles: { platform: "deployer" } },
  { name: "Priya Raman", days: 395, roles: { platform: "ops", storefront: "deployer" } },
  { name: "Tomasz Wójcik", days: 260, roles: { platform: "ops" } },
  { name: "Leila Haddad", days: 120, roles: { platform: "viewer", storefront: "viewer" } },
  { name: "Sam Okafor", days: 35, roles: { platform: "viewer" } },
  { name: "Nora Feld", days: 500, roles: { platform: "admin" }, left: true },
  { name: "Inga Berg", days: 1, roles: { storefront: "viewer" }, invited: true },
];

export function makePeople(dice: Dice, now: number): Person[] {
  return cast.map(({ name, roles, days, left, invited }, index) => {
    const joinedAt = now - days * day;
    const [first = ""] = name.toLowerCase().split(" ");
    return {
      id: dice.id(joinedAt),
      name,
      email: `${first}@example.com`,
      admin: index === 0,
      roles,
      joinedAt,
      leftAt: left ? now - 40 * day : null,
      invited: invited ?? false,
      ip: `198.51.100.${20 + index * 7}`,
    };
  });
}

export interface SessionRow {
  id: string;
  user_id: string;
  created_at: string;
  last_seen_at: string;
  ended_at: string | null;
  ended_reason: string | null;
  ip: string;
  user_agent: string;
}

const browsers = [
  "Mozilla/5.0 (X11; Linux x64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
];

/** A month of signing in. The admin has three open besides the one that a visitor opens. */
export function makeSessions(dice: Dice, people: readonly Person[], now: number): SessionRow[] {
  return people.flatMap((person, index) => {
    if (person.invited) return [];
    const until = person.leftAt ?? now;
    const past = Array.from({ length: dice.whole(5, 12) }, () => {
      const at = until - dice.between(2, 30) * day;
      return session(
        dice,
        person,
        at,
        Math.min(at + dice.between(1, 20) * hour, until),
        dice.pick(["signed_out", "replaced"]),
      );
    });
    const open = person.leftAt !== null ? 0 : index === 0 ? 3 : dice.whole(0, 2);
    const living = Array.from({ length: open }, (_, n) =>
      session(
        dice,
        person,
        now - dice.between(0.3, 6) * day,
        now - dice.between(0.05, 5 + n * 3) * hour,
        null,
        browsers[n],
      ),
    );
    return [...past, ...living];
  });
}

function session(
  dice: Dice,
  person: Person,
  at: number,
  seen: number,
  ended: string | null,
  browser = dice.pick(browsers),
): SessionRow {
  return {
    id: dice.id(at),
    user_id: person.id,
    created_at: new Date(at).toISOString(),
    last_seen_at: new Date(seen).toISOString(),
    ended_at: ended ? new Date(seen).toISOString() : null,
    ended_reason: ended,
    ip: browser.includes("iPhone") ? `203.0.113.${dice.whole(10, 200)}` : person.ip,
    user_agent: browser,
  };
}
