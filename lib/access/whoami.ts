/** What a principal is told about itself. */
import type { Principal } from "./principal";

export function whoami(principal: Principal) {
  const fleets = principal.fleets.map((fleet) => ({
    slug: fleet.slug,
    role: fleet.role,
    namespaces: fleet.namespaces === null ? null : [...fleet.namespaces.values()].sort(),
    scopes: [...fleet.scopes].sort(),
  }));
  if (principal.kind === "session") return { kind: "session" as const, user: principal.user, fleets };
  const { id, name, kind, prefix, expiresAt } = principal.token;
  const { owner } = principal;
  return {
    kind: "token" as const,
    token: { id, name, kind, prefix, expires_at: expiresAt?.toISOString() ?? null },
    owner:
      owner.type === "user"
        ? { type: "user" as const, id: owner.user.id, name: owner.user.name }
        : { type: "fleet" as const, id: owner.fleet.id, name: owner.fleet.name },
    fleets,
  };
}
