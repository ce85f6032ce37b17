/** What a request says about itself. The `x-cabinet-…` headers are the server's own; a client's are dropped before. */
import type { RequestFacts } from "@/lib/access/principal";
import { uuidv7 } from "@/lib/database/uuid";

const limit = (text: string | null, length: number) => (text === null ? null : text.slice(0, length));

/** @param path without the query; the request's own unless told. */
export function factsOf(headers: Headers, method: string, path: string): RequestFacts {
  const bearsToken = headers.has("authorization") || headers.has("token");
  return {
    requestId: headers.get("x-cabinet-request-id") ?? uuidv7(),
    clientRequestId: headers.get("x-cabinet-client-request-id"),
    ip: headers.get("x-cabinet-client-ip"),
    userAgent: limit(headers.get("user-agent"), 512),
    method,
    path: path.slice(0, 2_048),
    via: bearsToken ? "api" : "ui",
    receivedAt: new Date(),
    startedAt: performance.now(),
  };
}
