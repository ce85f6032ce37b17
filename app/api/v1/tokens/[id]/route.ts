import { route } from "@/lib/http/route";
import { getToken } from "@/lib/tokens/get";
import { revokeToken } from "@/lib/tokens/revoke";
import { revokeTokenQuery, updateTokenSchema } from "@/lib/tokens/schema";
import { updateToken } from "@/lib/tokens/update";

export const GET = route({ action: "tokens.get" }, ({ caller, params }) => getToken(caller, params.id));

export const PATCH = route({ action: "tokens.update", body: updateTokenSchema }, ({ caller, params, body }) =>
  updateToken(caller, params.id, body),
);

export const DELETE = route(
  { action: "tokens.revoke", status: 204, query: revokeTokenQuery },
  ({ caller, params, query }) => revokeToken(caller, params.id, query.reason),
);
