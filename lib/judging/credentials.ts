/** Which credential a request carries. Bearer is canonical, `Token:` an alias; never in the address. */
import { Problem } from "@/lib/errors";
import { TokenSecret } from "@/lib/tokens/secret";

const bearer = /^Bearer +([^\s]+) *$/i;
/** Whatever could hold a secret or name a token, however it is written: the rest needs no second look. */
const maybe = /%|access|cab/i;
const inQuery = /cab_(?:pat|flt)_[0-9A-Za-z]{49}/;

export type Credential =
  | { kind: "none" }
  | { kind: "token"; secret: TokenSecret }
  /** Sent, but of wrong shape or checksum: refused without a look-up. */
  | { kind: "malformed" };

/** Throws 400 for a secret or `access_token` in the query string: it would end up in other servers' logs. */
export function refuseSecretInQuery(query: string): void {
  if (query === "" || !maybe.test(query)) return;
  // As it stands, and as a route would read it: escapes must not hide it.
  const parameters = new URLSearchParams(query);
  const texts = [query, ...[...parameters].flat()];
  if (parameters.has("access_token") || texts.some((text) => inQuery.test(text))) {
    throw new Problem(
      "secret_in_query",
      "A token stands in the address of this request. Send it as `Authorization: Bearer`, and revoke this one: addresses are logged.",
    );
  }
}

/** @throws 400 when both headers are sent. */
export function readCredential(headers: Pick<Headers, "get">): Credential {
  const authorization = headers.get("authorization");
  const alias = headers.get("token");
  if (authorization !== null && alias !== null) {
    throw new Problem("two_credentials", "Send either Authorization or Token, not both.");
  }
  if (authorization === null && alias === null) return { kind: "none" };
  const text = authorization === null ? alias?.trim() : bearer.exec(authorization)?.[1];
  const secret = text === undefined ? null : TokenSecret.parse(text);
  return secret === null ? { kind: "malformed" } : { kind: "token", secret };
}
