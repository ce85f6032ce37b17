/** Which tokens a bulk act means, for the API and in words. */
import type { TokenView } from "@/lib/tokens/schema";
import { allWords, type Bulk, bulkOf, type Whose } from "./whose";

export type Meant = Bulk | { ids: string[] };

/** @param chosen these alone; null: all of the list. */
export function meantBy(whose: Whose, chosen: readonly TokenView[] | null): Meant {
  if (chosen) return { ids: chosen.map((token) => token.id) };
  return bulkOf(whose) ?? { kind: "personal" };
}

/** "3 selected tokens", "all my tokens". */
export function meantWords(whose: Whose, chosen: readonly TokenView[] | null): string {
  if (!chosen) return allWords(whose);
  return chosen.length === 1 ? "1 selected token" : `${chosen.length} selected tokens`;
}

/** What stops with all of a list, after "every script, job and agent that signs in". */
export function allStops(whose: Whose): string {
  if ("fleet" in whose) return `for ${whose.fleet.name} stops. Personal tokens go on.`;
  if (whose.list === "all" && whose.owner)
    return `as ${whose.owner.name} stops. They stay signed in, and fleets’ tokens go on.`;
  return "as you stops. You stay signed in, and fleets’ tokens go on.";
}
