import { ApiError, asApiError, call, isAnything, isNothing, isObject, problemOf, send } from "../client";

export function endSession(id: string): Promise<void> {
  return call("DELETE", `/api/v1/sessions/${encodeURIComponent(id)}`, undefined, isNothing);
}

/** Ends every session of the caller, the one that asks included. */
export async function endAllSessions(): Promise<void> {
  await call("DELETE", "/api/v1/sessions", undefined, isAnything);
}

export async function setUp(body: {
  secret: string;
  email: string;
  name: string;
  password: string;
}): Promise<void> {
  await call("POST", "/api/v1/setup", body, isAnything);
}

/**
 * Signs in by e-mail and password. The sign-in library answers 200 to a bad CSRF token too, so only the cabinet's own
 * word counts that there is a session.
 */
export async function signIn(email: string, password: string): Promise<void> {
  const answer = await send("/api/auth/callback/credentials", {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken: await csrfToken(), email, password, json: "true" }),
  });
  if (answer.status === 401) {
    throw new ApiError("wrong_credentials", "E-mail or password is wrong.", { status: 401 });
  }
  if (!answer.ok) throw await problemOf(answer);
  const who = await call("GET", "/api/v1/whoami", undefined, isObject).catch((error: unknown) => {
    if (asApiError(error).status !== 401) throw error;
    return { kind: "nobody" };
  });
  if (who.kind !== "session") {
    throw new ApiError("internal_error", "The sign-in did not hold. Reload this page and try again.");
  }
}

export async function signOut(): Promise<void> {
  const answer = await send("/api/auth/signout", {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken: await csrfToken(), json: "true" }),
  });
  if (!answer.ok) throw await problemOf(answer);
}

async function csrfToken(): Promise<string> {
  const { csrfToken: token } = await call("GET", "/api/auth/csrf", undefined, isCsrf);
  return token;
}

function isCsrf(value: unknown): value is { csrfToken: string } {
  return isObject(value) && typeof value.csrfToken === "string";
}
