/** The door to next-auth: only its sign-in protocol passes, with our Origin rule, our throttle and our session rows. */
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import type { Caller } from "@/lib/access/principal";
import { isRightsMoved } from "@/lib/audit/change";
import { env } from "@/lib/env";
import { notFound, Problem } from "@/lib/errors";
import { factsOf } from "@/lib/http/facts";
import { readFields } from "@/lib/http/json";
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
    requireOwnOrigin(request, null);
    refusePlainHttp(request.headers, request.method === "POST");
    const sessionId = await sessionIdFrom(request.headers.get("cookie"));
    // next-auth believes its cookie; whether anybody is signed in is for the row to say.
    if (path === "session" && (sessionId === null || (await findSession(sessionId)) === null))
      return nobody();
    const plain = await plainRequest(request);
    // First the row, then the cookie: signing out must be true even if the second half fails.
    if (path === "signout" && sessionId !== null) await signOut({ request: facts }, sessionId);
    const outcome: Outcome = {};
    const response: Response = await NextAuth(plain, context, authOptions(outcome));
    if (outcome.problem) throw outcome.problem;
    const answer = new Response(response.body, response);
    answer.headers.set("Cache-Control", "no-store");
    if (outcome.email) answer.headers.append("Set-Cookie", deviceCookie(outcome.email));
    return answer;
  } catch (error) {
    return problemResponse(asProblem(error, facts.requestId), facts.requestId, false);
  }
}

const nobody = () => Response.json({}, { headers: { "Cache-Control": "no-store" } });

const fields = ["csrfToken", "email", "password", "code", "json"];

/** What next-auth is given: the fields it needs as text, and no query. It reads bodies of any size and form itself. */
async function plainRequest(request: NextRequest): Promise<NextRequest> {
  const url = new URL(request.nextUrl.pathname, env().url);
  const headers = new Headers(request.headers);
  if (request.method !== "POST") return new NextRequest(url, { method: request.method, headers });
  const sent = await readFields(request);
  const body = new URLSearchParams();
  for (const name of fields) {
    const value = sent[name];
    if (typeof value === "string" || typeof value === "boolean") body.set(name, String(value));
  }
  headers.set("content-type", "application/x-www-form-urlencoded");
  headers.delete("content-length");
  return new NextRequest(url, { method: "POST", headers, body });
}

async function signOut(caller: Omit<Caller, "principal">, sessionId: string): Promise<void> {
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
