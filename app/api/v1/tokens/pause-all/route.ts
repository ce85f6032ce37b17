import { route } from "@/lib/http/route";
import { pauseAllTokens } from "@/lib/tokens/pause-all";
import { allTokensSchema } from "@/lib/tokens/schema";

export const POST = route({ action: "tokens.pause_all", body: allTokensSchema }, ({ caller, body }) =>
  pauseAllTokens(caller, body),
);
