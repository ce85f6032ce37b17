import type { ServerResponse } from "node:http";

/** Headers of every answer, whoever writes it. Next and the routes may add to them. */
export function setCommonHeaders(response: ServerResponse, requestId: string, secure: boolean): void {
  response.setHeader("X-Request-Id", requestId);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("X-Frame-Options", "DENY");
  // Not no-referrer: with it browsers send `Origin: null` when a form is posted, and that is refused.
  response.setHeader("Referrer-Policy", "strict-origin");
  if (secure) response.setHeader("Strict-Transport-Security", "max-age=31536000");
}
