/** The form that creates a token, filled from another one. Pure. */
import type { TokenView } from "@/lib/tokens/schema";
import type { Prefill } from "../open-query";

const dayMs = 86_400_000;
const longestName = 63;

/** What a link would have to fill in. `admin` and everything are chosen by hand again. */
export function prefillFrom(token: TokenView): Prefill {
  return {
    name: nameOfCopy(token.name),
    scope: token.scopes.length > 0 && !token.inherit ? token.scopes.join(",") : null,
    description: token.description === "" ? null : token.description,
    expires: lifetimeOf(token),
    fleets: token.kind === "fleet" ? null : (token.fleets?.join(",") ?? null),
    namespaces: token.namespaces?.join(",") ?? null,
    ips: token.allowed_ips?.join(",") ?? null,
    rotate: token.rotate_every,
  };
}

/** Where the copy is made, with the form open. */
export function cloneAddress(token: TokenView): string {
  const query = new URLSearchParams({ create: "true" });
  for (const [name, value] of Object.entries(prefillFrom(token))) if (value !== null) query.set(name, value);
  const list = token.kind === "fleet" ? `/fleets/${token.fleets?.[0]}/tokens` : "/settings/tokens";
  return `${list}?${query}`;
}

function nameOfCopy(name: string): string {
  const end = "-copy";
  return [...name].slice(0, longestName - end.length).join("") + end;
}

/** As long as the other was to live, in whole days. */
function lifetimeOf({ created_at: from, expires_at: to }: TokenView): string {
  if (to === null) return "never";
  const days = Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / dayMs));
  return days === 365 ? "1y" : `${days}d`;
}
