/** The road on which judging is answered before Next sees the request, by the functions that the route files export. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { env } from "@/lib/env";
import { answerAuthorize, answerEnvoy } from "./authorize";
import { introspect } from "./introspect";
import { type Answer, type Ask, headerOf } from "./judging";
import { commonHeaders } from "./response-headers";

const authorizePath = "/api/v1/authorize";
const introspectPath = "/api/v1/introspect";

/**
 * Answers what is about judging, as it came: nothing tidies its path. False: it is for somebody else.
 * No header of the response may be set before.
 */
export function serveJudging(request: IncomingMessage, response: ServerResponse): boolean {
  const target = request.url ?? "";
  if (target.startsWith(authorizePath)) {
    const next = target.charAt(authorizePath.length);
    if (next === "" || next === "?") void reply(response, answerAuthorize(askOf(request, target)));
    else if (next === "/") void reply(response, answerEnvoy(askOf(request, target)));
    else return false;
    return true;
  }
  if (request.method !== "POST" || target.split("?", 1)[0] !== introspectPath) return false;
  void reply(response, answerIntrospect(request, target));
  return true;
}

function askOf(request: IncomingMessage, target: string): Ask {
  return { method: request.method ?? "", target, get: headerOf(request.headers) };
}

async function answerIntrospect(request: IncomingMessage, target: string): Promise<Answer> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, typeof value === "string" ? value : value.join(", "));
  }
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers,
    body: Readable.toWeb(request) as ReadableStream<Uint8Array>,
    duplex: "half",
  };
  const asked = new Request(new URL(target, env().url), init);
  const answer = await introspect(asked, { params: Promise.resolve({}) });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}

/** What answers has its own word for failures; only a broken connection ends here. */
async function reply(response: ServerResponse, answer: Promise<Answer>): Promise<void> {
  try {
    const { status, headers, body } = await answer;
    // One list in one go: Node writes it as it stands.
    const list: string[] = [];
    for (const name in headers) list.push(name, headers[name] ?? "");
    for (const [name, value] of commonHeaders(env().secure)) list.push(name, value);
    response.writeHead(status, list);
    response.end(body ?? undefined);
  } catch (error) {
    console.error("A verdict could not be sent:", error);
    response.destroy();
  }
}
