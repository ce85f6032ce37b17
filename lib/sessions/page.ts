/** For pages: who is signed in, from the request that renders them. */
import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Caller, SessionPrincipal } from "@/lib/access/principal";
import { factsOf } from "@/lib/http/facts";
import { sessionIdFrom } from "./cookie";
import { findSession } from "./lookup";

type PageCaller = Caller & { principal: SessionPrincipal };

/** The person signed in, read once per request; null when nobody is. */
export const pageCaller = cache(async (): Promise<PageCaller | null> => {
  const sent = await headers();
  const sessionId = await sessionIdFrom(sent.get("cookie"));
  const principal = sessionId === null ? null : await findSession(sessionId);
  return principal && { principal, request: factsOf(sent, "GET", "/") };
});

/** The person signed in; anyone else is sent to sign in and comes back to `path`. */
export async function requireCaller(path: string): Promise<PageCaller> {
  const caller = await pageCaller();
  return caller ?? redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}
