import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import type { ApiError } from "@/lib/http/client";

/**
 * Puts a 422's problems at their fields ("scopes.0" belongs to "scopes").
 * @returns whether all of them found a field; otherwise the error is to be shown as a whole.
 */
export function showAtFields<V extends FieldValues>(
  error: ApiError,
  fields: readonly Path<V>[],
  setError: UseFormSetError<V>,
): boolean {
  let all = error.fields.length > 0;
  for (const problem of error.fields) {
    const field = fields.find((name) => name === problem.path.split(".", 1)[0]);
    if (field) setError(field, { type: problem.code, message: problem.message });
    else all = false;
  }
  return all;
}
