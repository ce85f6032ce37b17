import { route } from "@/lib/http/route";
import { revokeAllTokens } from "@/lib/tokens/revoke-all";
import { allTokensSchema } from "@/lib/tokens/schema";

export const POST = route({ action: "tokens.revoke_all", body: allTokensSchema }, ({ caller, body }) =>
  revokeAllTokens(caller, body),
);
