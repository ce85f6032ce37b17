/** What a link fills in: `?create=true&name=…&scope=a,b&description=…&expires=90d`. What cannot be used is left out. */
import { isScope, type Scope } from "@/lib/access/catalog";
import { parseDuration } from "@/lib/tokens/duration";
import { type CreateTokenBody, createTokenSchema } from "@/lib/tokens/schema";
import type { Prefill } from "../open-query";
import { endOfDay } from "./expiry";

const { name: nameSchema, description: descriptionSchema } = createTokenSchema.shape;

/** Of the scopes those alone that the person may give; `admin` and everything are chosen by hand. */
export function draftFrom(prefill: Prefill, held: ReadonlySet<Scope>, now: number): Partial<CreateTokenBody> {
  const name = nameSchema.safeParse(prefill.name ?? "");
  const description = descriptionSchema.safeParse(prefill.description ?? "");
  const scopes = (prefill.scope ?? "").split(",").filter(isScope);
  return {
    ...(name.success ? { name: name.data } : {}),
    ...(description.success ? { description: description.data } : {}),
    scopes: [...new Set(scopes)].filter((scope) => scope !== "admin" && held.has(scope)),
    ...expiryFrom(prefill.expires, now),
  };
}

const offered = ["30d", "90d", "1y", "never"];

function expiryFrom(text: string | null, now: number): Pick<CreateTokenBody, "expires_in" | "expires_at"> {
  if (text === null) return {};
  if (offered.includes(text)) return { expires_in: text };
  const seconds = parseDuration(text);
  const end = seconds === null ? lastMomentOf(text) : new Date(now + seconds * 1_000).toISOString();
  if (end === undefined || Date.parse(end) <= now) return {};
  return { expires_in: undefined, expires_at: end };
}

/** A day as "2027-01-31". */
function lastMomentOf(text: string): string | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(text) ? endOfDay(text) : undefined;
}
