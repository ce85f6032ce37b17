/** Routes that need no credentials: health, set-up, and whatever does not exist. */
import type { z } from "zod";
import type { RequestFacts } from "@/lib/access/principal";
import { refuseSecretInQuery } from "@/lib/judging/credentials";
import { factsOf } from "./facts";
import { respond } from "./handle";
import { parseInput } from "./input";
import { readJson } from "./json";
import { refusePlainHttp, requireOwnOrigin } from "./origin";
import { asProblem, problemResponse } from "./problem";

interface Options<B extends z.ZodType> {
  status?: 200 | 201;
  body?: B;
}

/** A route handler for Next, open to everyone; unsafe requests must still come from our own pages. */
export function openRoute<B extends z.ZodType = z.ZodUndefined>(
  options: Options<B>,
  handle: (input: { body: z.output<B>; request: RequestFacts }) => Promise<unknown>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    const facts = factsOf(request.headers, request.method, url.pathname);
    try {
      refuseSecretInQuery(url.search);
      if (options.body) {
        requireOwnOrigin(request, null);
        refusePlainHttp(request.headers, true);
      }
      const { body } = parseInput<B, z.ZodUndefined>(
        options,
        options.body ? await readJson(request) : undefined,
        new URLSearchParams(),
      );
      return respond(options, { result: await handle({ body, request: facts }) }, facts);
    } catch (error) {
      return problemResponse(asProblem(error, facts.requestId), facts.requestId, facts.via === "api");
    }
  };
}
