/**
 * What every route of the API goes through, whoever may call it. The order of refusals is
 * the contract's: 400, 401, 403 foreign origin, 403 nowhere, 413/415/400/422, then what the verb finds.
 */
import type { z } from "zod";
import { type Action, requireSomewhere } from "@/lib/access/policy";
import type { Caller, Principal, RequestFacts } from "@/lib/access/principal";
import { isRightsMoved, isUseRecorded } from "@/lib/audit/change";
import { rightsSince } from "@/lib/audit/clock";
import { callRow } from "@/lib/audit/facts";
import { journal } from "@/lib/audit/journal";
import { Problem } from "@/lib/errors";
import { catchUp } from "@/lib/judging/catch-up";
import { refuseSecretInQuery } from "@/lib/judging/credentials";
import { expiryReminder } from "./expiry-reminder";
import { factsOf } from "./facts";
import { parseInput } from "./input";
import { readForm, readJson } from "./json";
import { requireOwnOrigin } from "./origin";
import { asProblem, problemResponse } from "./problem";
import { Reply } from "./reply";
import type { Params } from "./route";

export interface Options<B extends z.ZodType, Q extends z.ZodType> {
  action: Action;
  /** Status of the good answer; 204 has no body. */
  status?: 200 | 201 | 204;
  body?: B;
  query?: Q;
  /** The body is a form, as an RFC has it. */
  form?: boolean;
}

interface Input<B, Q> {
  caller: Caller;
  body: B;
  query: Q;
  params: Params;
  headers: Headers;
}

export type NextHandler = (
  request: Request,
  context: { params: Promise<Partial<Params>> },
) => Promise<Response>;

/** Rights may change under a call again and again; after this many times it is told to come back. */
const tries = 4;

export type Handle<B extends z.ZodType, Q extends z.ZodType> = (
  input: Input<z.output<B>, z.output<Q>>,
) => Promise<unknown>;

/** Who is calling, or why nobody is. */
type Authenticate = (headers: Headers, facts: RequestFacts) => Promise<Principal>;

/** A route handler for Next. `handle` answers what goes out as JSON. */
export function routeBy<B extends z.ZodType = z.ZodUndefined, Q extends z.ZodType = z.ZodUndefined>(
  authenticate: Authenticate,
  options: Options<B, Q>,
  handle: Handle<B, Q>,
): NextHandler {
  return async (request, context) => {
    const url = new URL(request.url);
    const facts = factsOf(request.headers, request.method, url.pathname);
    const bearer = facts.via === "api";
    let reminder: Record<string, string> = {};
    try {
      refuseSecretInQuery(url.search);
      // Next gives an address without dynamic parts no parameters at all.
      const params = ((await context.params) ?? {}) as Params;
      let body: Promise<unknown> | undefined;
      for (let attempt = 1; attempt <= tries; attempt++) {
        if (attempt > 1) await catchUp();
        const principal = await authenticate(request.headers, facts);
        const caller: Caller = { principal, request: facts };
        reminder = expiryReminder(principal);
        const fleet = principal.sees.find(({ slug }) => slug === params.fleet)?.slug ?? null;
        const done = await attemptOnce({ ...options, fleet }, caller, async () => {
          requireOwnOrigin(request, principal);
          requireSomewhere(principal, options.action);
          const read = options.form ? readForm : readJson;
          body ??= options.body ? read(request) : Promise.resolve(undefined);
          const input = parseInput(options, await body, url.searchParams);
          return handle({ caller, params, headers: request.headers, ...input });
        });
        if (done !== "again") return remind(respond(options, done, facts), reminder);
      }
      throw new Problem(
        "unavailable",
        "Rights are changing faster than this call can be judged. Try again.",
        {
          retryAfterSeconds: 1,
        },
      );
    } catch (error) {
      const refusal = problemResponse(asProblem(error, facts.requestId), facts.requestId, bearer);
      return remind(refusal, reminder);
    }
  };
}

function remind(response: Response, headers: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** Runs the work once and puts it into the log; `again` when rights have changed meanwhile, and nothing happened. */
async function attemptOnce(
  options: { action: Action; status?: number; fleet: string | null },
  caller: Caller,
  work: () => Promise<unknown>,
): Promise<{ result: unknown } | "again"> {
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    if (isRightsMoved(error)) return "again";
    const problem = asProblem(error, caller.request.requestId);
    if ((await recordCall(options, caller, problem.status, problem)) === "stale") return "again";
    throw problem;
  }
  // A verb that wrote has put the use into its own transaction.
  if (isUseRecorded(caller)) return { result };
  const outcome = await recordCall(options, caller, statusOf(options, result));
  return outcome === "stale" ? "again" : { result };
}

/** Uses by tokens are in the log before they are answered; of sessions only refusals. */
async function recordCall(
  { action, fleet }: { action: Action; fleet: string | null },
  { principal, request }: Caller,
  status: number,
  problem?: Problem,
): Promise<"recorded" | "stale"> {
  const denied = status === 401 || status === 403;
  if (principal.kind === "session" && !denied) return "recorded";
  // Without a database there is no log either, and nobody is let in.
  if (problem?.code === "unavailable") return "recorded";
  const { shortfall, reason } = problem?.extras ?? {};
  const row = callRow(principal, request, {
    action,
    status,
    reason: reason ?? problem?.code ?? null,
    place: { fleet: shortfall?.fleet ?? fleet, namespace: shortfall?.namespace ?? null },
  });
  const letInSecretId = principal.kind === "token" && !denied ? principal.token.secretId : null;
  // A session is looked up at every call; a token's refusal may come from memory, and rights may be wider by now.
  if (principal.kind === "session") return journal().record({ row, seq: null, letInSecretId });
  let { seq } = principal;
  while ((await journal().record({ row, seq, letInSecretId })) === "stale") {
    const [since] = await Promise.all([rightsSince({ ...principal, seq }), catchUp()]);
    // What moved was others' business: the verdict stands, at a later hour.
    if (since.moved) return "stale";
    seq = since.seq;
  }
  return "recorded";
}

const statusOf = ({ status = 200 }: { status?: number }, result: unknown) =>
  result instanceof Reply ? (result.status ?? status) : status;

export function respond(
  options: { status?: number },
  done: { result: unknown },
  facts: RequestFacts,
): Response {
  const { result } = done;
  const status = statusOf(options, result);
  const own = result instanceof Reply ? result.headers : {};
  const headers = { ...own, "Cache-Control": "no-store", "X-Request-Id": facts.requestId };
  return status === 204
    ? new Response(null, { status, headers })
    : Response.json(result instanceof Reply ? result.body : result, { status, headers });
}
