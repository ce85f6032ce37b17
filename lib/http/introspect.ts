import { introspectToken } from "@/lib/judging/introspect";
import { introspectSchema } from "@/lib/judging/schema";
import { authenticateByToken } from "./authenticate-token";
import { routeBy } from "./handle";

/** `POST /api/v1/introspect` (RFC 7662): a service asks with its own token about another one. */
export const introspect = routeBy(
  authenticateByToken,
  { action: "tokens.introspect", body: introspectSchema, form: true },
  ({ caller, body }) => introspectToken(caller, body),
);
