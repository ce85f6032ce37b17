/** From where and over what a request may come. */
import type { Principal } from "@/lib/access/principal";
import { env } from "@/lib/env";
import { Problem } from "@/lib/errors";

/** A cookie alone proves nothing about who wrote the request: unsafe ones must come from our own pages. */
export function requireOwnOrigin(request: Request, principal: Principal | null): void {
  if (principal?.kind === "token" || request.method === "GET" || request.method === "HEAD") return;
  if (request.headers.get("origin") === env().url) return;
  throw new Problem(
    "foreign_origin",
    `Requests with a session must come from ${env().url}. Scripts use a token instead.`,
  );
}

/**
 * With an https origin no credential may cross a plain connection.
 * @param inBody the body carries one: a password, a link's secret.
 */
export function refusePlainHttp(headers: Pick<Headers, "get">, inBody = false): void {
  if (!env().secure || headers.get("x-cabinet-proto") === "https") return;
  if (inBody || ["authorization", "token", "cookie"].some((name) => headers.get(name) !== null)) {
    throw new Problem(
      "https_required",
      `Call ${env().url}. Credentials that crossed plain http should be replaced.`,
    );
  }
}
