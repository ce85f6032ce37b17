/** Body and query against their schemas: all problems at once. */
import type { z } from "zod";
import { type FieldProblem, Problem } from "@/lib/errors";

/** @throws 422 naming every problem of both, unknown and repeated fields included. */
export function parseInput<B extends z.ZodType, Q extends z.ZodType>(
  options: { body?: B; query?: Q },
  body: unknown,
  search: URLSearchParams,
): { body: z.output<B>; query: z.output<Q> } {
  const errors: FieldProblem[] = [];
  const parse = <T extends z.ZodType>(schema: T | undefined, value: unknown): z.output<T> => {
    const parsed = schema?.safeParse(value);
    for (const issue of parsed?.error?.issues ?? []) errors.push(...fieldProblems(issue));
    return parsed?.data as z.output<T>;
  };
  const query: Record<string, string> = Object.create(null);
  for (const [key, value] of search) {
    if (key in query)
      errors.push({ path: key, code: "repeated", message: `${key} stands twice in the address.` });
    else if (!options.query)
      errors.push({ path: key, code: "unrecognized_keys", message: `${key} is not known here.` });
    // PostgreSQL has no text with it.
    if (value.includes("\0"))
      errors.push({ path: key, code: "invalid_characters", message: `${key} has a NUL in it.` });
    query[key] = value;
  }
  const input = { body: parse(options.body, body), query: parse(options.query, { ...query }) };
  if (errors.length > 0) {
    throw new Problem("validation_failed", "Nothing was changed. See errors for what to correct.", {
      errors,
    });
  }
  return input;
}

function fieldProblems(issue: z.core.$ZodIssue): FieldProblem[] {
  const path = issue.path.join(".");
  if (issue.code !== "unrecognized_keys") return [{ path, code: issue.code, message: wordsOf(issue) }];
  return issue.keys.map((key) => ({
    path: [...issue.path, key].join("."),
    code: "unrecognized_keys",
    message: `${key} is not known here.`,
  }));
}

/** zod's own words where a schema has none, said plainly. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (!issue.message.startsWith("Invalid input")) return issue.message;
  if (issue.code === "invalid_type") {
    return issue.message.endsWith("received undefined")
      ? "This field is needed."
      : `Send a value of type ${issue.expected}.`;
  }
  return "This value is not one of those that are taken here.";
}
