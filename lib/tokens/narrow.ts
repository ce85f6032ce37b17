/** What a change makes of a token's grant: never more than it was. */
import { normalizeRange, rangesWithin } from "@/lib/access/addresses";
import { expandScopes, instanceScopes, type Scope } from "@/lib/access/catalog";
import type { Principal } from "@/lib/access/principal";
import type { Transaction } from "@/lib/database/client";
import { type FieldProblem, Problem } from "@/lib/errors";
import { namespacesOf } from "./grant";
import type { TokenRow } from "./record";
import type { UpdateTokenInput } from "./schema";

export interface Narrowed {
  scopes: Scope[];
  inherit: boolean;
  fleetIds: readonly string[] | null;
  namespaceIds: readonly string[] | null;
  allowedIps: readonly string[] | null;
}

/**
 * The grant as it will be. Explicit scopes narrow a token that inherits, or has `admin`: whatever they are, they lie
 * within everything.
 * @throws 422 for unknown names, 403 `only_narrower` naming every part that would become wider.
 */
export async function narrowGrant(
  tx: Transaction,
  principal: Principal,
  token: TokenRow,
  input: UpdateTokenInput,
): Promise<Narrowed> {
  const unknown: FieldProblem[] = [];
  const fleetIds = await fleetsOf(tx, principal, token, input, unknown);
  const narrowed: Narrowed = {
    scopes: input.scopes ?? token.scopes,
    inherit: input.scopes === undefined && token.inherit,
    fleetIds,
    namespaceIds: token.namespaceIds,
    allowedIps:
      input.allowed_ips === undefined
        ? token.allowedIps
        : (input.allowed_ips?.map((range, i) => {
            const known = normalizeRange(range);
            if (known === null)
              unknown.push(problem(`allowed_ips.${i}`, "invalid_range", "This is no address or range."));
            return known ?? "";
          }) ?? null),
  };
  if (input.namespaces !== undefined) {
    narrowed.namespaceIds =
      input.namespaces && (await namespacesWithin(tx, principal, narrowed, input.namespaces, unknown));
  }
  if (unknown.length > 0) {
    throw new Problem("validation_failed", "Nothing was changed. See errors for what to correct.", {
      errors: unknown,
    });
  }
  refuseWider(token, narrowed);
  return narrowed;
}

const problem = (path: string, code: string, message: string): FieldProblem => ({ path, code, message });

/** Names of fleets that the person may see, or that the token is bound to already. */
async function fleetsOf(
  tx: Transaction,
  principal: Principal,
  token: TokenRow,
  { fleets }: UpdateTokenInput,
  unknown: FieldProblem[],
): Promise<readonly string[] | null> {
  if (fleets === undefined) return token.fleetIds;
  if (fleets === null) return null;
  const found = await tx.fleet.findMany({
    where: { slug: { in: fleets } },
    select: { id: true, slug: true },
  });
  return fleets.map((slug, i) => {
    const fleet = found.find((one) => one.slug === slug);
    const known =
      fleet && (token.fleetIds?.includes(fleet.id) || principal.sees.some((seen) => seen.id === fleet.id));
    if (!known)
      unknown.push(problem(`fleets.${i}`, "unknown_fleet", `There is no fleet ${slug} that you may see.`));
    return fleet?.id ?? "";
  });
}

/** Namespaces belong to one fleet: the one that is reached, or the only one there is, which is then pinned. */
async function namespacesWithin(
  tx: Transaction,
  principal: Principal,
  narrowed: Narrowed,
  names: readonly string[],
  unknown: FieldProblem[],
): Promise<string[]> {
  const only = principal.sees.length === 1 ? principal.sees[0] : undefined;
  if (narrowed.fleetIds === null && only) narrowed.fleetIds = [only.id];
  const [fleetId, more] = narrowed.fleetIds ?? [];
  if (fleetId !== undefined && more === undefined) return namespacesOf(tx, fleetId, names, unknown);
  const words = "Namespaces need exactly one fleet: name it in fleets.";
  unknown.push(problem("namespaces", "one_fleet_needed", words));
  return [];
}

function refuseWider(token: TokenRow, next: Narrowed): void {
  const wider: FieldProblem[] = [];
  const add = (path: string, message: string) => wider.push(problem(path, "only_narrower", message));
  const within = (inner: readonly string[] | null, outer: readonly string[] | null) =>
    outer === null || (inner?.every((one) => outer.includes(one)) ?? false);
  const all = expandScopes(token.scopes);
  // What `admin` and `inherit` stand for holds nothing of the instance where the reach is fleets.
  const stands = (scope: Scope) =>
    !(next.fleetIds !== null && instanceScopes.includes(scope)) &&
    (token.inherit ? scope !== "admin" : all.includes(scope));
  const more = next.scopes.filter((scope) => !token.scopes.includes(scope) && !stands(scope));
  if (more.length > 0) add("scopes", `It does not have ${more.join(", ")}.`);
  if (!within(next.fleetIds, token.fleetIds)) add("fleets", "It does not reach all of these fleets.");
  if (!within(next.namespaceIds, token.namespaceIds))
    add("namespaces", "It does not reach all of these namespaces.");
  if (token.allowedIps !== null && !(next.allowedIps && rangesWithin(next.allowedIps, token.allowedIps)))
    add("allowed_ips", "It may not be used from all of these addresses.");
  if (wider.length === 0) return;
  const words = wider.map(({ message }) => message).join(" ");
  throw new Problem(
    "only_narrower",
    `A token only ever becomes narrower. ${words} For more, create another.`,
    {
      errors: wider,
    },
  );
}
