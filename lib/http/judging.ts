/** How judging meets servers: a request as they need it, and an answer that any server can write. */
import type { IncomingHttpHeaders } from "node:http";
import type { RequestFacts } from "@/lib/access/principal";
import { isUnavailable } from "@/lib/database/errors";
import { uuidv7 } from "@/lib/database/uuid";
import { isProblem, Problem } from "@/lib/errors";
import type { ReadHeader } from "@/lib/judging/question";
import { asProblem, challengeOf, problemBody } from "./problem";

/** A request, from whichever server. */
export interface Ask {
  method: string;
  /** Path and query as they came. */
  target: string;
  get: ReadHeader;
}

/** An answer; 204 and those without a body have none. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | null;
}

export function askOf(request: Request): Ask {
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    target: pathname + search,
    get: (name) => request.headers.get(name),
  };
}

/** Node's headers, read as the web's are. */
export function headerOf(headers: IncomingHttpHeaders): ReadHeader {
  return (name) => {
    const value = headers[name.toLowerCase()];
    return value === undefined ? null : typeof value === "string" ? value : value.join(", ");
  };
}

export function factsOfAsk(ask: Ask): RequestFacts {
  const { method, target } = ask;
  return {
    requestId: ask.get("x-cabinet-request-id") ?? uuidv7(),
    clientRequestId: ask.get("x-cabinet-client-request-id"),
    // Behind a proxy that names no client nothing is known; elsewhere the proxy itself would count.
    ip: ask.get("x-cabinet-client-unknown") === null ? ask.get("x-cabinet-client-ip") : null,
    userAgent: ask.get("user-agent")?.slice(0, 512) ?? null,
    method,
    path: (target.split("?", 1)[0] ?? "").slice(0, 2_048),
    via: "authorize",
    receivedAt: new Date(),
    startedAt: performance.now(),
  };
}

/** An error as an answer. */
export function refusalAnswer(error: unknown, requestId: string): Answer {
  const problem = asProblem(error, requestId);
  const headers: Record<string, string> = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    "X-Request-Id": requestId,
  };
  const { retryAfterSeconds } = problem.extras;
  if (retryAfterSeconds !== undefined) headers["Retry-After"] = String(retryAfterSeconds);
  const challenge = challengeOf(problem, problem.code !== "credentials_missing");
  if (challenge) headers["WWW-Authenticate"] = challenge;
  return { status: problem.status, headers, body: JSON.stringify(problemBody(problem, requestId)) };
}

/** Whatever is no verdict is 503: a proxy must not take a failure for an answer. */
export function verdictOf(error: unknown, requestId: string): Problem {
  if (isProblem(error) && [401, 403, 503].includes(error.status)) return error;
  const problem = isUnavailable(error) ? null : asProblem(error, requestId);
  if (problem && problem.status < 500)
    return new Problem("invalid_token", problem.message, { reason: problem.code });
  return new Problem("unavailable", "This call could not be judged, so it is not let in. Try again.", {
    retryAfterSeconds: 1,
  });
}

export function responseOf({ status, headers, body }: Answer): Response {
  return new Response(body, { status, headers });
}
