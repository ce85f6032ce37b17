import { route } from "@/lib/http/route";
import { tokenReply } from "@/lib/http/token-reply";
import { getToken } from "@/lib/tokens/get";
import { revokeToken } from "@/lib/tokens/revoke";
import { revokeTokenQuery, updateTokenSchema } from "@/lib/tokens/schema";
import { updateToken } from "@/lib/tokens/update";
import { expectedIn } from "@/lib/tokens/version";

export const GET = route({ action: "tokens.get" }, async ({ caller, params }) =>
  tokenReply(await getToken(caller, params.id)),
);

export const PATCH = route(
  { action: "tokens.update", body: updateTokenSchema },
  async ({ caller, params, body, headers }) =>
    tokenReply(await updateToken(caller, params.id, body, expectedIn(headers.get("if-match")))),
);

export const DELETE = route(
  { action: "tokens.revoke", status: 204, query: revokeTokenQuery },
  ({ caller, params, query }) => revokeToken(caller, params.id, query.reason),
);
