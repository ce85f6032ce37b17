/**
 * The browser's way to the API: one function per call that the pages make. Same origin only; the session cookie goes
 * along by itself. Every failure is an `ApiError`, whose `message` may be shown as it is.
 */
import type { AuditEntry } from "@/lib/audit/events";
import type { FieldProblem, ProblemCode } from "@/lib/errors";
import type { CreateMachineBody } from "@/lib/machines/schema";
import type { CreatedToken, CreateTokenBody, TokenView, UpdateTokenInput } from "@/lib/tokens/schema";

/** Codes of the server, and two that only a browser can meet. */
export type ApiErrorCode = ProblemCode | "unreachable" | "wrong_credentials";

export class ApiError extends Error {
  readonly status: number;
  readonly code: ApiErrorCode;
  readonly fields: readonly FieldProblem[];
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ApiErrorCode,
    message: string,
    facts: {
      status?: number;
      fields?: readonly FieldProblem[];
      requestId?: string | null;
      retryAfterSeconds?: number | null;
    } = {},
  ) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = facts.status ?? 0;
    this.fields = facts.fields ?? [];
    this.requestId = facts.requestId ?? null;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
  }
}

/** Any thrown thing as an `ApiError`. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError(
    "internal_error",
    "Something failed in this page. Reload it and look what was changed.",
  );
}

// --- Tokens ---

export function createToken(body: CreateTokenBody): Promise<CreatedToken> {
  return call("POST", "/api/v1/tokens", body, isCreatedToken);
}

export function updateToken(id: string, change: UpdateTokenInput): Promise<TokenView> {
  return call("PATCH", `/api/v1/tokens/${encodeURIComponent(id)}`, change, isTokenView);
}

export function rotateToken(id: string): Promise<CreatedToken> {
  return call("POST", `/api/v1/tokens/${encodeURIComponent(id)}/rotate`, {}, isCreatedToken);
}

export function revokeToken(id: string): Promise<void> {
  return call("DELETE", `/api/v1/tokens/${encodeURIComponent(id)}`, undefined, isNothing);
}

/** Revokes all personal tokens of the caller; with `dryRun` only counts them. */
export async function revokeAllTokens(dryRun: boolean): Promise<number> {
  const body = { kind: "personal", ...(dryRun ? { dry_run: true } : {}) };
  const answer = await call("POST", "/api/v1/tokens/revoke-all", body, isRevoked);
  return answer.revoked;
}

/** Pauses all active personal tokens of the caller; with `dryRun` only counts them. */
export async function pauseAllTokens(dryRun: boolean, reason = ""): Promise<number> {
  const body = {
    kind: "personal",
    ...(dryRun ? { dry_run: true } : {}),
    ...(reason === "" ? {} : { reason }),
  };
  const answer = await call("POST", "/api/v1/tokens/pause-all", body, isPaused);
  return answer.paused;
}

export function getToken(id: string): Promise<TokenView> {
  return call("GET", `/api/v1/tokens/${encodeURIComponent(id)}`, undefined, isTokenView);
}

/** The caller's tokens of any status whose name, description or prefix holds `q`. Never send a whole secret. */
export function searchTokens(q: string): Promise<TokenView[]> {
  return listTokens({ q, status: "all", sort: "-last_used_at", limit: "8" });
}

/** The caller's living tokens, those used last first: who would notice if they stopped. */
export function lastUsedTokens(limit: number): Promise<TokenView[]> {
  return listTokens({ kind: "personal", sort: "-last_used_at", limit: String(limit) });
}

async function listTokens(query: Record<string, string>): Promise<TokenView[]> {
  const path = `/api/v1/tokens?${new URLSearchParams(query)}`;
  return (await call("GET", path, undefined, isListOf(isTokenView))).data;
}

/** The last entries of the log about one token. */
export async function auditOfToken(id: string, limit: number): Promise<AuditEntry[]> {
  const path = `/api/v1/audit?${new URLSearchParams({ token: id, limit: String(limit) })}`;
  return (await call("GET", path, undefined, isListOf(isAuditEntry))).data;
}

// --- Machines ---

export async function registerMachine(fleet: string, body: CreateMachineBody): Promise<void> {
  await call("POST", `/api/v1/fleets/${encodeURIComponent(fleet)}/machines`, body, isObject);
}

export function deregisterMachine(fleet: string, id: string): Promise<void> {
  const path = `/api/v1/fleets/${encodeURIComponent(fleet)}/machines/${encodeURIComponent(id)}`;
  return call("DELETE", path, undefined, isNothing);
}

// --- Sessions ---

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

// --- How a call is made ---

async function call<T>(
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body: unknown,
  is: (value: unknown) => value is T,
): Promise<T> {
  const answer = await send(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw await problemOf(answer);
  const value: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  if (!is(value)) {
    throw new ApiError(
      "internal_error",
      "The answer could not be read. Reload the page and look what was changed.",
      {
        status: answer.status,
        requestId: answer.headers.get("X-Request-Id"),
      },
    );
  }
  return value;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, {
      ...init,
      credentials: "same-origin",
      cache: "no-store",
      headers: { Accept: "application/json", ...init.headers },
    });
  } catch {
    throw new ApiError(
      "unreachable",
      "The cabinet cannot be reached. Check the connection, then look whether anything was changed before trying again.",
    );
  }
}

async function problemOf(answer: Response): Promise<ApiError> {
  const problem: unknown = await answer.json().catch(() => null);
  const retryAfter = Number(answer.headers.get("Retry-After"));
  const facts = {
    status: answer.status,
    requestId: answer.headers.get("X-Request-Id"),
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  };
  if (isProblem(problem)) {
    return new ApiError(problem.code as ApiErrorCode, problem.detail ?? problem.title, {
      ...facts,
      fields: problem.errors ?? [],
    });
  }
  return new ApiError(
    answer.status === 503 ? "unavailable" : "internal_error",
    "The cabinet could not answer. Try again in a moment.",
    facts,
  );
}

// --- What answers look like, as far as the pages depend on it ---

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isAnything(_value: unknown): _value is unknown {
  return true;
}

function isNothing(value: unknown): value is undefined {
  return value === undefined;
}

function isTokenView(value: unknown): value is TokenView {
  return isObject(value) && typeof value.id === "string" && typeof value.prefix === "string";
}

function isCreatedToken(value: unknown): value is CreatedToken {
  return isTokenView(value) && "token" in value && typeof value.token === "string";
}

function isRevoked(value: unknown): value is { revoked: number } {
  return isObject(value) && typeof value.revoked === "number";
}

function isPaused(value: unknown): value is { paused: number } {
  return isObject(value) && typeof value.paused === "number";
}

function isAuditEntry(value: unknown): value is AuditEntry {
  return isObject(value) && typeof value.action === "string" && typeof value.timestamp === "string";
}

function isListOf<T>(is: (value: unknown) => value is T) {
  return (value: unknown): value is { data: T[] } =>
    isObject(value) && Array.isArray(value.data) && value.data.every(is);
}

function isCsrf(value: unknown): value is { csrfToken: string } {
  return isObject(value) && typeof value.csrfToken === "string";
}

interface ProblemBody {
  title: string;
  detail?: string;
  code: string;
  errors?: FieldProblem[];
}

function isProblem(value: unknown): value is ProblemBody {
  return isObject(value) && typeof value.title === "string" && typeof value.code === "string";
}
