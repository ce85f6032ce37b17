/** Errors as RFC 9457 problems. */
import { isUnavailable } from "@/lib/database/errors";
import { isProblem, Problem, type ProblemCode, problems } from "@/lib/errors";

export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id: string;
  errors?: { path: string; code: string; message: string }[];
  required?: string[];
  held?: string[];
  fleet?: string;
  namespace?: string;
  fix?: string;
}

/** Whatever was thrown as one of our problems; what nobody foresaw is told to the log and to nobody else. */
export function asProblem(error: unknown, requestId: string): Problem {
  if (isProblem(error)) return error;
  if (isUnavailable(error)) {
    return new Problem(
      "unavailable",
      "The database does not answer. If this was a change, look whether it happened before you repeat it.",
      {
        retryAfterSeconds: 2,
      },
    );
  }
  console.error(
    `Request ${requestId} failed:`,
    error instanceof Error ? (error.stack ?? error.message) : error,
  );
  return new Problem("internal_error", "Something failed here. Tell whoever runs this, with the request id.");
}

export function problemBody(problem: Problem, requestId: string): ProblemBody {
  const { status, title } = problems[problem.code];
  const { errors, shortfall } = problem.extras;
  return {
    type: `urn:token-cabinet:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    request_id: requestId,
    ...(errors ? { errors } : {}),
    ...(shortfall ? { required: shortfall.required, held: shortfall.held, fix: shortfall.fix } : {}),
    ...(shortfall?.fleet ? { fleet: shortfall.fleet } : {}),
    ...(shortfall?.namespace ? { namespace: shortfall.namespace } : {}),
  };
}

/** @param bearer the request carried a token, so RFC 6750 says what was wrong with it. */
export function problemResponse(problem: Problem, requestId: string, bearer: boolean): Response {
  const { retryAfterSeconds } = problem.extras;
  const headers = new Headers({
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    "X-Request-Id": requestId,
  });
  if (retryAfterSeconds !== undefined) headers.set("Retry-After", String(retryAfterSeconds));
  const challenge = challengeOf(problem, bearer);
  if (challenge) headers.set("WWW-Authenticate", challenge);
  return new Response(JSON.stringify(problemBody(problem, requestId)), { status: problem.status, headers });
}

const noMatterOfScopes: ReadonlySet<string> = new Set<ProblemCode>([
  "foreign_origin",
  "https_required",
  "address_not_allowed",
  "bad_question",
  "no_rule",
  "approval_required",
]);

/** RFC 6750's header. @param bearer the request carried a token. */
export function challengeOf(problem: Problem, bearer: boolean): string | null {
  const realm = 'Bearer realm="cabinet"';
  if (problem.status === 401) return bearer ? `${realm}, error="invalid_token"` : realm;
  // RFC 6750 knows one word for every right that is missing.
  if (problem.status !== 403 || !(bearer || problem.extras.shortfall)) return null;
  if (noMatterOfScopes.has(problem.code)) return null;
  const { required = [], held = [] } = problem.extras.shortfall ?? {};
  const missing = required.filter((scope) => !held.includes(scope));
  // Held, but not there: then it is all of them.
  const scopes = (missing.length > 0 ? missing : required).join(" ");
  return `${realm}, error="insufficient_scope"${scopes ? `, scope="${scopes}"` : ""}`;
}
