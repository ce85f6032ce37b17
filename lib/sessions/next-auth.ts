/**
 * next-auth's part: the sign-in protocol and its cookie. What it knows of a session is the id of a row; whether that
 * row still lives is asked elsewhere, at every request.
 */
import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { factsOf } from "@/lib/http/facts";
import { emailSchema } from "@/lib/users/schema";
import { isKnownDevice, sessionCookieName, sessionIdFrom } from "./cookie";
import { absoluteDays } from "./lookup";
import { signIn } from "./sign-in";

declare module "next-auth/jwt" {
  interface JWT {
    sid?: string;
  }
}

/** What a sign-in came to: next-auth itself only knows yes and no. */
export interface Outcome {
  /** The e-mail that was signed in. */
  email?: string;
  problem?: unknown;
}

/** Made per request: a build needs no environment, and `outcome` tells the door what to answer. */
export function authOptions(outcome: Outcome): AuthOptions {
  const { secure, secret } = env();
  const prefix = secure ? "__Host-" : "";
  const cookie = { httpOnly: true, sameSite: "lax" as const, path: "/", secure };
  return {
    secret,
    session: { strategy: "jwt", maxAge: absoluteDays * 86_400 },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { name: sessionCookieName(), options: cookie },
      csrfToken: { name: `${prefix}next-auth.csrf-token`, options: cookie },
      callbackUrl: { name: `${prefix}next-auth.callback-url`, options: cookie },
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {}, code: {} },
        authorize: async (credentials, request) => {
          const headers = new Headers(request.headers as Record<string, string>);
          const email = emailSchema.safeParse(credentials?.email ?? "");
          // No account has such an e-mail: nothing is guessed, and nobody's attempts are used up.
          if (!email.success) return null;
          const cookies = headers.get("cookie");
          try {
            const sessionId = await signIn(
              {
                email: email.data,
                password: String(credentials?.password ?? "").slice(0, 1_000),
                knownDevice: isKnownDevice(cookies, email.data),
                replaces: await sessionIdFrom(cookies),
              },
              factsOf(headers, "POST", "/api/auth/callback/credentials"),
            );
            if (sessionId === null) return null;
            outcome.email = email.data;
            return { id: sessionId };
          } catch (problem) {
            outcome.problem = problem;
            return null;
          }
        },
      }),
    ],
    callbacks: {
      // Whatever else is in the token or sent by a client is dropped.
      jwt: ({ token, user }) => ({ sid: user?.id ?? token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    logger: {
      error: (code) => console.error(`Sign-in failed inside next-auth: ${code}`),
      warn: () => {},
      debug: () => {},
    },
  };
}
