/**
 * The browser's way to the API. Same origin only; the session cookie goes along by itself. Every failure is an
 * `ApiError`, whose `message` may be shown as it is. The calls themselves stand in client/, by what they are about.
 */
import type { FieldProblem, ProblemCode } from "@/lib/errors";

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

// --- How a call is made ---

type CallMethod = "GET" | "POST" | "PATCH" | "DELETE";

/** One call; `is` tells whether the answer is what the page depends on. */
export async function call<T>(
  method: CallMethod,
  path: string,
  body: unknown,
  is: (value: unknown) => value is T,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  return (await callWithHeaders(method, path, body, is, headers)).value;
}

/** The same, for who needs what stands in the answer's headers. */
export async function callWithHeaders<T>(
  method: CallMethod,
  path: string,
  body: unknown,
  is: (value: unknown) => value is T,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ value: T; headers: Headers }> {
  const answer = await send(path, {
    method,
    headers: { ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
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
  return { value, headers: answer.headers };
}

export async function send(path: string, init: RequestInit): Promise<Response> {
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

export async function problemOf(answer: Response): Promise<ApiError> {
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

interface ProblemBody {
  title: string;
  detail?: string;
  code: string;
  errors?: FieldProblem[];
}

function isProblem(value: unknown): value is ProblemBody {
  return isObject(value) && typeof value.title === "string" && typeof value.code === "string";
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

export function isAnything(_value: unknown): _value is unknown {
  return true;
}

export function isNothing(value: unknown): value is undefined {
  return value === undefined;
}

export function isListOf<T>(is: (value: unknown) => value is T) {
  return (value: unknown): value is { data: T[] } =>
    isObject(value) && Array.isArray(value.data) && value.data.every(is);
}
