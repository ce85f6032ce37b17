import type { Caller } from "@/lib/access/principal";
import { authorizedToken } from "./lookup";
import type { TokenView } from "./schema";
import { viewFor } from "./view";

/** One token; never its secret. */
export async function getToken(caller: Caller, id: string): Promise<TokenView> {
  return viewFor(caller.principal, await authorizedToken(caller.principal, "tokens.get", id));
}
