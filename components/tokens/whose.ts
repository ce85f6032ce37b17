/** Whose tokens a list shows, and what its reader may do to each. Browser-safe. */
import type { TokenView } from "@/lib/tokens/schema";

export interface FleetName {
  slug: string;
  name: string;
}

/** Who looks at the list. */
export interface Reader {
  id: string;
  /** An instance admin. */
  admin: boolean;
}

/** One's own, what a fleet owns, all that reaches a fleet, or everybody's. */
export type Whose =
  | { list: "mine"; reader: Reader }
  | { list: "fleet" | "reaching"; reader: Reader; fleet: FleetName }
  /** `owner`: the user whose tokens alone are shown. */
  | { list: "all"; reader: Reader; owner?: { id: string; name: string } };

export const titles: Record<Whose["list"], string> = {
  mine: "My tokens",
  fleet: "Tokens",
  reaching: "Tokens",
  all: "All tokens",
};

/** Lists of more than one owner say whose each token is. */
export function showsOwner({ list }: Whose): boolean {
  return list === "reaching" || list === "all";
}

/** Lists of one owner are where tokens are made. */
export function createsHere({ list }: Whose): boolean {
  return list === "mine" || list === "fleet";
}

export type Bulk = { kind: "personal" } | { kind: "fleet"; fleet: string } | { owner: string };

/** The tokens that "all" of revoke all and pause all means; null where there is no such thing. */
export function bulkOf(whose: Whose): Bulk | null {
  if (whose.list === "mine") return { kind: "personal" };
  if (whose.list === "all") return whose.owner ? { owner: whose.owner.id } : null;
  return whose.list === "fleet" ? { kind: "fleet", fleet: whose.fleet.slug } : null;
}

/** "all my tokens", "all tokens of Core". */
export function allWords(whose: Whose): string {
  if (whose.list === "all" && whose.owner) return `all tokens of ${whose.owner.name}`;
  return "fleet" in whose ? `all tokens of ${whose.fleet.name}` : "all my tokens";
}

type Standing = "manage" | "stop" | "look";

/** A fleet's token is seen by those alone who manage it; another person's is stopped by instance admins. */
export function standingTo(token: Pick<TokenView, "kind" | "owner">, reader: Reader): Standing {
  if (token.kind === "fleet" || token.owner.id === reader.id) return "manage";
  return reader.admin ? "stop" : "look";
}

/** Whether a row may be chosen for pausing or revoking several at once. */
export function canSelect(token: TokenView, whose: Whose): boolean {
  return token.status !== "revoked" && standingTo(token, whose.reader) !== "look";
}

/** Whoever manages a token may make another like it, also when it has ended. */
export function canClone(token: TokenView, whose: Whose): boolean {
  return standingTo(token, whose.reader) === "manage";
}

export type TokenDeed = "edit" | "narrow" | "pause" | "rotate" | "revoke" | "shut-out";

/** What would succeed, in the order in which it is offered. */
export function deedsFor(token: TokenView, whose: Whose): TokenDeed[] {
  const standing = standingTo(token, whose.reader);
  const alive = token.status === "active" || token.status === "disabled";
  if (token.status === "revoked") return [];
  const others = token.kind === "personal" && token.owner.id !== whose.reader.id;
  return [
    ...(standing === "manage" ? (["edit"] as const) : []),
    ...(alive && standing === "manage" ? (["narrow"] as const) : []),
    ...(alive && standing !== "look" ? (["pause"] as const) : []),
    ...(standing === "manage" ? (["rotate"] as const) : []),
    ...(alive && others && whose.list === "reaching" ? (["shut-out"] as const) : []),
    ...(standing === "look" ? [] : (["revoke"] as const)),
  ];
}

/** The name of a deed as a menu or a button has it. */
export function deedWords(deed: TokenDeed, token: TokenView, whose: Whose): string {
  switch (deed) {
    case "edit":
      return "Edit";
    case "narrow":
      return "Narrow";
    case "pause":
      return token.enabled ? "Pause" : "Resume";
    case "rotate":
      return "Rotate";
    case "shut-out":
      return `Shut out of ${"fleet" in whose ? whose.fleet.name : "the fleet"}`;
    case "revoke":
      return "Revoke";
  }
}
