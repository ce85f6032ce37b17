import { dateWords } from "@/components/ui/time";
import type { Scope } from "@/lib/access/catalog";
import type { TokenView } from "@/lib/tokens/schema";
import { scopeGroups } from "../scope-groups";

interface Draft {
  scopes: readonly Scope[];
  inherit: boolean;
  /** Milliseconds, null for never, undefined while not chosen. */
  end: number | null | undefined;
  /** Names of fleets; null for all. */
  fleets: readonly string[] | null;
  namespaces: readonly string[] | null;
  /** The one fleet in which the namespaces are. */
  fleet: string | undefined;
  /** The fleet that will own it; null for a person's own. */
  owner: string | null;
  addresses: readonly string[];
  /** "90d", null for no reminder. */
  rotateEvery: string | null;
}

/** What is about to be made, in a sentence that continues "It "; null while there is nothing to say. */
export function summaryOf(draft: Draft): string | null {
  const { end } = draft;
  const what = mayWords(draft);
  if (what === null) return null;
  const until =
    end === null
      ? "until it is revoked"
      : end === undefined
        ? "until a date"
        : `until ${dateWords(end, "local")}`;
  const days = /^(\d+)d$/.exec(draft.rotateEvery ?? "")?.[1];
  return `${[
    `May ${what}`,
    whereWords(draft),
    draft.addresses.length > 0 && `only from ${joined(draft.addresses)}`,
    until,
    days && `with a new secret every ${days} days`,
  ]
    .filter(Boolean)
    .join(", ")}.`;
}

/** The same of a token that is there. */
export function summaryOfToken(token: TokenView): string | null {
  return summaryOf({
    scopes: token.scopes,
    inherit: token.inherit,
    end: token.expires_at === null ? null : Date.parse(token.expires_at),
    fleets: token.fleets,
    namespaces: token.namespaces,
    fleet: token.fleets?.[0],
    owner: token.kind === "fleet" ? token.owner.name : null,
    addresses: token.allowed_ips ?? [],
    rotateEvery: token.rotate_every,
  });
}

function whereWords({ fleets, namespaces, fleet }: Draft): string {
  if (namespaces && namespaces.length > 0) return `in ${joined(namespaces)} of ${fleet ?? "the fleet"}`;
  if (namespaces) return "in namespaces yet to choose";
  if (fleets === null) return "in all your fleets";
  return fleets.length === 0 ? "in fleets yet to choose" : `in ${joined(fleets)}`;
}

function mayWords({ scopes, inherit, owner }: Draft): string | null {
  if (inherit) return "do everything you may do at that moment, except managing tokens";
  if (scopes.includes("admin") && owner !== null) return "do everything, and manage the fleet’s tokens";
  if (scopes.includes("admin")) return "do everything you may do at that moment, and manage your tokens";
  if (scopes.length === 0) return null;
  const groups = scopeGroups(scopes);
  if (groups.length > 4) return `use ${scopes.length} scopes of ${groups.length} resources`;
  return joined(groups.map((group) => `${joined(group.actions)} ${group.resource}`));
}

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
