/**
 * What a link fills in: `?create=true&name=…&scope=a,b&description=…&expires=90d&fleets=a,b&namespaces=…&ips=…&rotate=90d`.
 * What cannot be used is left out, but a limit is never lost: where nothing of it can be used, it has to be chosen anew.
 */
import { isScope } from "@/lib/access/catalog";
import { parseDuration } from "@/lib/tokens/duration";
import { type CreateTokenBody, createTokenSchema } from "@/lib/tokens/schema";
import type { Prefill } from "../open-query";
import { endOfDay } from "./expiry";
import { type Choices, givable, onlyFleet } from "./reach";

const {
  name: nameSchema,
  description: descriptionSchema,
  rotate_every: cadenceSchema,
} = createTokenSchema.shape;

const listOf = (text: string | null) =>
  text === null ? null : [...new Set(text.split(",").filter((one) => one !== ""))];

/** Of the scopes those alone that the person may give; `admin` and everything are chosen by hand. */
export function draftFrom(
  prefill: Prefill,
  choices: Choices,
  ofFleet: boolean,
  now: number,
): Partial<CreateTokenBody> {
  const name = nameSchema.safeParse(prefill.name ?? "");
  const description = descriptionSchema.safeParse(prefill.description ?? "");
  const cadence = cadenceSchema.safeParse(prefill.rotate);
  const ips = listOf(prefill.ips);
  const fleets = ofFleet ? null : fleetsFrom(prefill, choices);
  const held = givable(choices, fleets?.length === 0 ? null : fleets);
  const scopes = (prefill.scope ?? "").split(",").filter(isScope);
  return {
    ...(name.success ? { name: name.data } : {}),
    ...(description.success ? { description: description.data } : {}),
    ...(cadence.success ? { rotate_every: cadence.data } : {}),
    ...(ips === null ? {} : { allowed_ips: ips }),
    fleets,
    namespaces: namespacesFrom(prefill, choices, fleets),
    scopes: [...new Set(scopes)].filter((scope) => scope !== "admin" && held.has(scope)),
    ...expiryFrom(prefill.expires, now),
  };
}

function fleetsFrom({ fleets }: Prefill, { fleets: known }: Choices): string[] | null {
  const asked = listOf(fleets);
  // Who has one fleet only is not asked which.
  if (asked === null || (known.length === 1 && known[0] && asked.includes(known[0].slug))) return null;
  return asked.filter((slug) => known.some((fleet) => fleet.slug === slug));
}

function namespacesFrom(
  { namespaces }: Prefill,
  choices: Choices,
  fleets: readonly string[] | null,
): string[] | null {
  const known = onlyFleet(choices, fleets)?.namespaces ?? [];
  return listOf(namespaces)?.filter((name) => known.includes(name)) ?? null;
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
