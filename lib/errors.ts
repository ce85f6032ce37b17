/**
 * Every error the product answers with, by code. Two bundles carry a copy of this file each, so an error is
 * recognised by its `code`, never by `instanceof`.
 */
export const problems = {
  two_credentials: { status: 400, title: "Two credentials" },
  secret_in_query: { status: 400, title: "Secret in the address" },
  bad_target: { status: 400, title: "Bad address" },
  fleet_required: { status: 400, title: "Fleet required" },
  malformed_json: { status: 400, title: "Malformed JSON" },
  credentials_missing: { status: 401, title: "Credentials missing" },
  invalid_token: { status: 401, title: "Invalid token" },
  session_ended: { status: 401, title: "Session ended" },
  foreign_origin: { status: 403, title: "Foreign origin" },
  https_required: { status: 403, title: "HTTPS required" },
  insufficient_scope: { status: 403, title: "Not allowed" },
  address_not_allowed: { status: 403, title: "Address not allowed" },
  bad_question: { status: 403, title: "Question not understood" },
  no_rule: { status: 403, title: "No rule allows it" },
  approval_required: { status: 403, title: "Approval required" },
  session_required: { status: 403, title: "Only for people signed in" },
  beyond_own_rights: { status: 403, title: "More than you hold" },
  only_narrower: { status: 403, title: "Only narrower" },
  not_yours: { status: 403, title: "Not yours to change" },
  not_found: { status: 404, title: "Not found" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  conflict: { status: 409, title: "Conflict" },
  name_taken: { status: 409, title: "Name taken" },
  token_revoked: { status: 409, title: "Token revoked" },
  token_expired: { status: 409, title: "Token expired" },
  no_overlap: { status: 409, title: "No overlap" },
  rotation_in_progress: { status: 409, title: "Another rotation won" },
  last_admin: { status: 409, title: "Last admin" },
  still_in_use: { status: 409, title: "Still in use" },
  user_deactivated: { status: 409, title: "Person deactivated" },
  set_up_already: { status: 409, title: "Already set up" },
  link_invalid: { status: 410, title: "Link not valid" },
  version_mismatch: { status: 412, title: "Changed in the meantime" },
  body_too_large: { status: 413, title: "Body too large" },
  uri_too_long: { status: 414, title: "Address too long" },
  unsupported_media_type: { status: 415, title: "JSON expected" },
  idempotency_key_reused: { status: 422, title: "Key used for something else" },
  validation_failed: { status: 422, title: "Not valid" },
  too_many_attempts: { status: 429, title: "Too many attempts" },
  internal_error: { status: 500, title: "Something failed here" },
  unavailable: { status: 503, title: "Not available right now" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong with an input. `path` as in `scopes.0`; empty for the whole. */
export interface FieldProblem {
  path: string;
  code: string;
  message: string;
}

/** What a 403 teaches. */
export interface Shortfall {
  required: string[];
  held: string[];
  fleet?: string | undefined;
  namespace?: string | undefined;
  fix: string;
}

interface ProblemExtras {
  errors?: FieldProblem[];
  shortfall?: Shortfall;
  retryAfterSeconds?: number;
  /** Shown to nobody but the log: why it was refused. */
  reason?: string;
}

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  /** `detail` goes out to the caller: what happened and what to do, without anything secret. */
  constructor(code: ProblemCode, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.name = "Problem";
    this.code = code;
    this.extras = extras;
  }

  get status(): number {
    return problems[this.code].status;
  }
}

/** Whether `error` is one of ours, whichever bundle threw it. */
export function isProblem(error: unknown): error is Problem {
  return (
    error instanceof Error && error.name === "Problem" && "code" in error && String(error.code) in problems
  );
}

/** One field's problem as a 422. */
export function invalid(path: string, code: string, message: string): Problem {
  return new Problem("validation_failed", message, { errors: [{ path, code, message }] });
}

/** What the caller may not see and what does not exist answer alike. */
export function notFound(): Problem {
  return new Problem("not_found", "There is nothing here that you may see. Check the id and the fleet.");
}
