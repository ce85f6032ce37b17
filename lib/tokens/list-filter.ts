/** Whose tokens a list shows, as SQL. */
import { authorizeInstance, authorizeRunning } from "@/lib/access/policy";
import { type Principal, personOf } from "@/lib/access/principal";
import { invalid } from "@/lib/errors";
import { requireSeenFleet } from "./lookup";
import { reachesFleetSql } from "./reach";
import type { ListTokensInput } from "./schema";

/** Conditions and their parameters, grown together so that no value ever becomes SQL. */
export class Filter {
  readonly conditions: string[] = [];
  readonly parameters: unknown[] = [];

  add(value: unknown): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }

  where(condition: string): void {
    this.conditions.push(condition);
  }

  get sql(): string {
    return this.conditions.join(" AND ") || "true";
  }
}

/**
 * Narrows a list to whose tokens were asked for, and to what the caller may see of them.
 * @throws 422 for a fleet that the caller may not see, 403 for others' tokens that are not theirs to list.
 */
export function filterByOwner(
  filter: Filter,
  principal: Principal,
  input: Pick<ListTokensInput, "kind" | "fleet" | "owner">,
): void {
  const fleet = input.fleet === undefined ? null : requireSeenFleet(principal, input.fleet);
  const person = personOf(principal);
  if (input.owner === "all") {
    if (fleet === null) authorizeInstance(principal, "list everybody's tokens");
    else authorizeRunning(principal, fleet);
    ofEverybody(filter, fleet?.id ?? null, input.kind);
  } else if (input.owner !== "me" && input.owner !== person?.id) {
    authorizeInstance(principal, "list another person's tokens");
    ofPerson(filter, input.owner, fleet?.id ?? null);
  } else if ((input.kind ?? (person === null ? "fleet" : "personal")) === "fleet") {
    if (fleet !== null) authorizeRunning(principal, fleet);
    const run = fleet === null ? principal.sees.filter((seen) => seen.admin) : [fleet];
    filter.where(`t.owner_fleet_id = ANY (${filter.add(run.map(({ id }) => id))}::uuid[])`);
  } else {
    if (person === null) throw invalid("kind", "no_person", "A fleet token has no personal tokens to list.");
    ofPerson(filter, person.id, fleet?.id ?? null);
  }
  withinBounds(filter, principal);
}

function ofPerson(filter: Filter, userId: string, fleetId: string | null): void {
  filter.where(`t.owner_user_id = ${filter.add(userId)}::uuid`);
  if (fleetId !== null) filter.where(reachesFleetSql(`${filter.add(fleetId)}::uuid`));
}

function ofEverybody(filter: Filter, fleetId: string | null, kind: ListTokensInput["kind"]): void {
  if (kind !== undefined) filter.where(`t.owner_${kind === "fleet" ? "fleet" : "user"}_id IS NOT NULL`);
  if (fleetId === null) return;
  const fleet = `${filter.add(fleetId)}::uuid`;
  filter.where(`(t.owner_fleet_id = ${fleet} OR ${reachesFleetSql(fleet)})`);
}

/** A bound token sees what lies within its own bounds; `reaches` says the same of one token. */
function withinBounds(filter: Filter, principal: Principal): void {
  if (principal.kind !== "token") return;
  const { fleetIds, namespaceIds } = principal.token;
  if (fleetIds === null && namespaceIds === null) return;
  const own = filter.add(personOf(principal)?.id ?? null);
  filter.where(`(t.owner_user_id IS NULL OR t.owner_user_id = ${own}::uuid)`);
  if (fleetIds !== null) filter.where(`t.fleets_bound AND t.fleet_ids <@ ${filter.add(fleetIds)}::uuid[]`);
  if (namespaceIds !== null) {
    filter.where(`t.namespaces_bound AND t.namespace_ids <@ ${filter.add(namespaceIds)}::uuid[]`);
  }
}
