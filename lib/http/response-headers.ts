import type { ServerResponse } from "node:http";

const common: readonly [string, string][] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  // Not no-referrer: with it browsers send `Origin: null` when a form is posted, and that is refused.
  ["Referrer-Policy", "strict-origin"],
];
const overHttps: readonly [string, string][] = [...common, ["Strict-Transport-Security", "max-age=31536000"]];

/** Headers of every answer, whoever writes it, beside its id. */
export const commonHeaders = (secure: boolean) => (secure ? overHttps : common);

/** Sets them; Next and the routes may add to them. */
export function setCommonHeaders(response: ServerResponse, requestId: string, secure: boolean): void {
  response.setHeader("X-Request-Id", requestId);
  for (const [name, value] of commonHeaders(secure)) response.setHeader(name, value);
}
