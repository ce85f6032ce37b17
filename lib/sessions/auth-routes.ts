/** The door to next-auth: only its sign-in protocol passes, with our Origin rule, our throttle and our session rows. */
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import type { Caller } from "@/lib/access/principal";
import { isRightsMoved } from "@/lib/audit/change";
import { notFound, Problem } from "@/lib/errors";
import { factsOf } from "@/lib/http/facts";
import { refusePlainHttp, requireOwnOrigin } from "@/lib/http/origin";
import { asProblem, problemResponse } from "@/lib/http/problem";
import { deviceCookie, sessionIdFrom } from "./cookie";
import { endSession } from "./end";
import { findSession } from "./lookup";
import { authOptions, type Outcome } from "./next-auth";

const open: Record<string, readonly string[]> = {
  GET: ["csrf", "session"],
  POST: ["callback/credentials", "signout"],
};

type Context = { params: Promise<{ nextauth: string[] }> };

/** GET csrf and session, POST callback/credentials and signout; everything else of next-auth is 404. */
export async function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  const path = (await context.params).nextauth.join("/");
  const facts = factsOf(request.headers, request.method, `/api/auth/${path}`);
  try {
    if (!open[request.method]?.includes(path)) throw notFound();
    refusePlainHttp(request.headers);
    requireOwnOrigin(request, null);
    // First the row, then the cookie: signing out must be true even if the second half fails.
    if (path === "signout") await endCookiesSession({ request: facts }, request.headers.get("cookie"));
    const outcome: Outcome = {};
    const response: Response = await NextAuth(request, context, authOptions(outcome));
    if (outcome.problem) throw outcome.problem;
    const answer = new Response(response.body, response);
    answer.headers.set("Cache-Control", "no-store");
    if (outcome.email) answer.headers.append("Set-Cookie", deviceCookie(outcome.email));
    return answer;
  } catch (error) {
    return problemResponse(asProblem(error, facts.requestId), facts.requestId, false);
  }
}

async function endCookiesSession(caller: Omit<Caller, "principal">, cookie: string | null): Promise<void> {
  const sessionId = await sessionIdFrom(cookie);
  if (sessionId === null) return;
  for (let attempt = 1; attempt <= 4; attempt++) {
    const principal = await findSession(sessionId);
    if (!principal) return;
    try {
      return await endSession({ ...caller, principal }, sessionId);
    } catch (error) {
      if (!isRightsMoved(error)) throw error;
    }
  }
  throw new Problem("unavailable", "You are still signed in. Try again.", { retryAfterSeconds: 1 });
}
