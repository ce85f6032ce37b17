/** The choices for when a token ends, and what they mean in the reader's own zone. */
import { dateWords, dayMs } from "@/components/ui/time";
import type { CreateTokenBody } from "@/lib/tokens/schema";

export type Expiry = "30d" | "90d" | "1y" | "never" | "custom";

type ExpiryFields = Pick<CreateTokenBody, "expires_in" | "expires_at">;

const days: Record<string, number> = { "30d": 30, "90d": 90, "1y": 365 };

/** Which choice the form's fields stand for. */
export function expiryOf(fields: ExpiryFields): Expiry {
  if (fields.expires_in === "never") return "never";
  return fields.expires_in === "30d" || fields.expires_in === "90d" || fields.expires_in === "1y"
    ? fields.expires_in
    : "custom";
}

/** When it ends, in milliseconds; null for never; undefined while no date was chosen. */
export function endOf(fields: ExpiryFields, now: number): number | null | undefined {
  if (fields.expires_in === "never") return null;
  const length = days[fields.expires_in ?? ""];
  if (length !== undefined) return now + length * dayMs;
  return fields.expires_at ? Date.parse(fields.expires_at) : undefined;
}

export function endWords(end: number | null | undefined): string {
  if (end === null)
    return "It works until somebody revokes it. Choose a date unless something breaks without.";
  if (end === undefined) return "Choose the last day on which it works.";
  return `Works until ${dateWords(end, "local")}.`;
}

/** The end of a day as the date field names it ("2027-01-31"), in the reader's zone, as RFC 3339. */
export function endOfDay(date: string): string | undefined {
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}

/** The first day that may be chosen, as the date field wants it. */
export function tomorrow(now: number): string {
  return fieldDate(now + dayMs);
}

export function fieldDate(at: number): string {
  const time = new Date(at);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
}
