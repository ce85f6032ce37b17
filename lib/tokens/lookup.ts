/** Finds one token for a principal, in a transaction or outside one. */

import { type Action, authorizeToken } from "@/lib/access/policy";
import type { Principal } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";
import { isUuid } from "@/lib/database/uuid";
import { notFound } from "@/lib/errors";
import { readToken, type TokenRow } from "./record";

/**
 * The token, if the principal may do `action` to it.
 * @param stopping the act only pauses, resumes or revokes.
 * @throws 404 for what its person may not know of, made-up ids included; 403 for what only the calling token may not.
 */
export async function authorizedToken(
  principal: Principal,
  action: Action,
  id: string,
  options: { tx?: Transaction; stopping?: boolean } = {},
): Promise<TokenRow> {
  const token = isUuid(id) ? await readToken(options.tx ?? db(), id) : null;
  if (!token) throw notFound();
  authorizeToken(principal, action, token, options.stopping);
  return token;
}
