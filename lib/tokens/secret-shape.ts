/** What a secret looks like inside other text, percent-encoded too. Browser-safe. */
import { z } from "zod";

const shape = /cab(?:_|%5f)(?:pat|flt)(?:_|%5f)[0-9a-z]{20,}/i;
const everyShape = new RegExp(shape, "gi");

/** Whether something of a secret's shape stands in the text. */
function holdsSecret(text: string): boolean {
  return shape.test(text);
}

/** The text without anything that looks like a secret. */
export function redactSecrets(text: string): string {
  return text.replace(everyShape, "cab_[redacted]");
}

/** A text field into which no secret may be pasted by mistake: what is stored is shown again and again. */
export const secretFree = z
  .string()
  .refine(
    (text) => !holdsSecret(text),
    "This holds a token's secret. Leave it out, and revoke that token if others saw it.",
  );
