/** The form for a fleet's token, filled from somebody's own: what it may do and every limit on it. Pure. */
import { type Scope, scopeEntry } from "@/lib/access/catalog";

interface Reissued {
  name: string;
  description: string;
  scopes: readonly Scope[];
  namespaces: readonly string[] | null;
  allowed_ips: readonly string[] | null;
  rotate_every: string | null;
}

/** Nothing of the instance goes along: a fleet's token cannot hold it. */
export function reissueHref(fleet: string, token: Reissued): string {
  const scopes = token.scopes.filter((scope) => scopeEntry(scope).level !== "instance" && scope !== "admin");
  const filled: Record<string, string> = {
    create: "true",
    name: token.name,
    ...(token.description === "" ? {} : { description: token.description }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(",") }),
    ...(token.namespaces === null ? {} : { namespaces: token.namespaces.join(",") }),
    ...(token.allowed_ips === null ? {} : { ips: token.allowed_ips.join(",") }),
    ...(token.rotate_every === null ? {} : { rotate: token.rotate_every }),
  };
  return `/fleets/${encodeURIComponent(fleet)}/tokens?${new URLSearchParams(filled)}`;
}
