import type { IncomingMessage, ServerResponse } from "node:http";

const REFUSALS = {
  unavailable: [503, "Not available right now", "The server is starting. Ask again in a second."],
  bad_target: [400, "Bad address", "The address must be a path that begins with a slash."],
  uri_too_long: [414, "Address too long", "The address is longer than 8,192 characters."],
  method_not_allowed: [405, "Method not allowed", "This server does not answer TRACE."],
  internal_error: [500, "Something failed here", "The server's log says more under this request id."],
} as const;

type Refusal = keyof typeof REFUSALS;

const MAX_URL_LENGTH = 8192;

/** What no door of this server takes, and Next would stumble over. */
export function refusalOf({ method, url = "" }: Pick<IncomingMessage, "method" | "url">): Refusal | null {
  if (url.length > MAX_URL_LENGTH) return "uri_too_long";
  // `*`, or a whole address as for a proxy, which Next would send on to the host in it.
  if (!url.startsWith("/")) return "bad_target";
  return method === "TRACE" ? "method_not_allowed" : null;
}

/** Answers a request that nobody behind this point will see, as a problem like those of the routes. */
export function refuseRequest(response: ServerResponse, code: Refusal, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const [status, title, detail] = REFUSALS[code];
  if (status === 503) response.setHeader("Retry-After", "1");
  response.writeHead(status, { "Content-Type": "application/problem+json", "Cache-Control": "no-store" });
  response.end(JSON.stringify({ type: "about:blank", title, status, detail, code, request_id: requestId }));
}
