import type { Caller } from "@/lib/access/principal";
import { authorizedToken } from "./lookup";
import type { VersionedToken } from "./version";
import { viewFor } from "./view";

/** One token with its version; never its secret. */
export async function getToken(caller: Caller, id: string): Promise<VersionedToken> {
  const row = await authorizedToken(caller.principal, "tokens.get", id);
  return { token: viewFor(caller.principal, row), version: row.version };
}
