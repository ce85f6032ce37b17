import type { IncomingMessage, ServerResponse } from "node:http";
import { Problem, type ProblemCode } from "@/lib/errors";
import { problemBody } from "./problem";

/** What the server's first lines refuse, each with what is said. */
const DETAILS = {
  unavailable: "The server is starting. Ask again in a second.",
  bad_target: "The address must be a path that begins with a slash.",
  uri_too_long: "The address is longer than 8,192 characters.",
  method_not_allowed: "This server does not answer TRACE.",
  internal_error: "The server's log says more under this request id.",
} as const satisfies Partial<Record<ProblemCode, string>>;

type Refusal = keyof typeof DETAILS;

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
  const problem = new Problem(code, DETAILS[code]);
  const { status } = problem;
  if (status === 503) response.setHeader("Retry-After", "1");
  response.writeHead(status, { "Content-Type": "application/problem+json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(problemBody(problem, requestId)));
}
