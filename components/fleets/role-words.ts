/** What the roles of members hold, in words; each holds all that the one before it does. */
import { type MemberRole, memberRoles, roles, type Scope, scopesOfMember } from "@/lib/access/catalog";

/** Why the role cannot be given by who holds `held`; null when it can. */
export function lockedReason(role: MemberRole, held: readonly Scope[]): string | null {
  const missing = scopesOfMember(role).find((scope) => !held.includes(scope));
  return missing === undefined
    ? null
    : `It holds ${missing}, which you do not. An admin of the fleet can give it.`;
}

export function recommendedFor(role: MemberRole): string {
  return roles.find((entry) => entry.name === role)?.recommendedFor ?? "";
}

/** "machines:read, …", or what it holds beyond the role before it. */
export function holdsWords(role: MemberRole): string {
  if (role === "admin") return "Everything in the fleet: its members, namespaces and tokens too";
  const before = memberRoles[memberRoles.indexOf(role) - 1];
  if (!before) return scopesOfMember(role).join(", ");
  const less = scopesOfMember(before);
  return `${before}, and ${scopesOfMember(role)
    .filter((scope) => !less.includes(scope))
    .join(", ")}`;
}

/** What a change of role gives and takes. */
export function difference(from: MemberRole, to: MemberRole): { gains: Scope[]; loses: Scope[] } {
  const [old, next] = [scopesOfMember(from), scopesOfMember(to)];
  return {
    gains: next.filter((scope) => !old.includes(scope)),
    loses: old.filter((scope) => !next.includes(scope)),
  };
}
