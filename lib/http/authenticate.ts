/** From a request to a principal: token before cookie, and never both. */
import type { Principal, RequestFacts } from "@/lib/access/principal";
import { countRefusal } from "@/lib/audit/counts";
import { Problem } from "@/lib/errors";
import { readCredential } from "@/lib/judging/credentials";
import { sessionIdFrom } from "@/lib/sessions/cookie";
import { findSession } from "@/lib/sessions/lookup";
import { authenticateToken } from "./authenticate-token";
import { refusePlainHttp } from "./origin";

/**
 * Who is calling. If Authorization or Token is sent, the cookie is ignored, even when the token is bad.
 * @throws 400 for two credentials, 401 for none or a bad one, 403 for an address that the token does not allow.
 */
export async function authenticate(headers: Headers, facts: RequestFacts): Promise<Principal> {
  const credential = readCredential(headers);
  refusePlainHttp(headers);
  if (credential.kind !== "none") return authenticateToken(credential, facts);
  const cookie = headers.get("cookie");
  const sessionId = await sessionIdFrom(cookie);
  if (sessionId === null) {
    countRefusal("session.refused", facts.ip, "no_credentials");
    throw new Problem("credentials_missing", "Sign in, or send a token as Authorization: Bearer.");
  }
  const principal = await findSession(sessionId);
  if (principal) return principal;
  countRefusal("session.refused", facts.ip, "session_ended");
  throw new Problem("session_ended", "This session has ended. Sign in again.");
}
