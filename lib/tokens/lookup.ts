/** Finds tokens for a principal, in a transaction or outside one. */

import { type Action, authorizeToken, seesByFleet } from "@/lib/access/policy";
import type { Principal } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";
import { isUuid } from "@/lib/database/uuid";
import { invalid, isProblem, notFound } from "@/lib/errors";
import { findTokensReaching } from "./reach";
import { readToken, readTokens, type TokenRow } from "./record";

interface Options {
  tx?: Transaction;
  /** The act only pauses, resumes or revokes. */
  stopping?: boolean;
}

/**
 * The token, if the principal may do `action` to it.
 * @throws 404 for what its person may not know of, made-up ids included; 403 for what only the calling token may not.
 */
export async function authorizedToken(
  principal: Principal,
  action: Action,
  id: string,
  options: Options = {},
): Promise<TokenRow> {
  const token = isUuid(id) ? await readToken(options.tx ?? db(), id) : null;
  if (!token) throw notFound();
  await authorizeTokens(principal, action, [token], options);
  return token;
}

/**
 * All of these tokens, if the principal may do `action` to each.
 * @throws 404 when it may not know of one of them, else 403 when it may not do it to one.
 */
export async function authorizedTokens(
  principal: Principal,
  action: Action,
  ids: readonly string[],
  options: Options = {},
): Promise<TokenRow[]> {
  const tokens = await readTokens(options.tx ?? db(), "t.id = ANY ($1::uuid[])", [ids]);
  if (tokens.length < ids.length) throw notFound();
  await authorizeTokens(principal, action, tokens, options);
  return tokens;
}

async function authorizeTokens(
  principal: Principal,
  action: Action,
  tokens: readonly TokenRow[],
  { tx, stopping }: Options,
): Promise<void> {
  const others = tokens.filter((token) => seesByFleet(principal, token)).map((token) => token.id);
  const run = principal.sees.filter((fleet) => fleet.admin).map((fleet) => fleet.id);
  const inRunFleet = await findTokensReaching(tx ?? db(), others, run);
  const refusals = tokens.flatMap((token) => {
    try {
      authorizeToken(principal, action, token, { stopping, inRunFleet: inRunFleet.has(token.id) });
      return [];
    } catch (error) {
      return [error];
    }
  });
  if (refusals.length === 0) return;
  // What may not be known comes first, so that the refusal of one says nothing of another.
  throw refusals.find((error) => isProblem(error) && error.code === "not_found") ?? refusals[0];
}

/** The fleet of that name, if the person or fleet behind the principal may see it; else 422 at `path`. */
export function requireSeenFleet(principal: Principal, slug: string, path = "fleet") {
  const fleet = principal.sees.find((seen) => seen.slug === slug);
  if (!fleet) throw invalid(path, "unknown_fleet", `There is no fleet ${slug} that you may see.`);
  return fleet;
}
