/** What of a token goes out. */
import { type Principal, personOf } from "@/lib/access/principal";
import { formatDuration } from "./duration";
import type { TokenRow } from "./record";
import type { TokenView } from "./schema";
import { flagsOf, statusOf } from "./status";

const iso = (time: Date | null) => time?.toISOString() ?? null;

/** An expiry may have been set since the rotation; then the old secret ends with it. */
const earlier = (end: Date, expiry: Date | null) => (expiry !== null && expiry < end ? expiry : end);

/** As the principal may see it: of another person's token never the names of fleets that are not theirs to see. */
export function viewFor(principal: Principal, token: TokenRow, now = Date.now()): TokenView {
  const view = viewOf(token, now);
  if (token.ownerUserId === null || token.ownerUserId === personOf(principal)?.id) return view;
  if (view.fleets === null) return view;
  const seen = view.fleets.filter((slug) => principal.sees.some((fleet) => fleet.slug === slug));
  // Namespaces go with the one fleet that they are of.
  return { ...view, fleets: seen, namespaces: seen.length === 0 ? null : view.namespaces };
}

/** @param now milliseconds since the epoch: status and flags are those of that moment. */
export function viewOf(token: TokenRow, now = Date.now()): TokenView {
  const due =
    token.rotateEverySeconds === null
      ? null
      : new Date(token.secret.createdAt.getTime() + token.rotateEverySeconds * 1_000);
  return {
    id: token.id,
    kind: token.kind,
    owner: {
      type: token.kind === "fleet" ? "fleet" : "user",
      id: token.ownerFleetId ?? token.ownerUserId,
      name: token.ownerName,
    },
    name: token.name,
    description: token.description,
    consumer: token.consumer,
    prefix: token.secret.prefix,
    scopes: token.scopes,
    inherit: token.inherit,
    fleets: token.fleets,
    namespaces: token.namespaces,
    allowed_ips: token.allowedIps,
    enabled: token.enabled,
    status: statusOf(token, now),
    expires_at: iso(token.expiresAt),
    created_at: token.createdAt.toISOString(),
    created_by: token.createdBy,
    updated_at: token.updatedAt.toISOString(),
    last_used_at: iso(token.lastUsedAt),
    last_used_ip: token.lastUsedIp,
    secret_created_at: token.secret.createdAt.toISOString(),
    rotate_every: token.rotateEverySeconds === null ? null : formatDuration(token.rotateEverySeconds),
    rotate_due_at: iso(due),
    disabled_at: iso(token.disabledAt),
    disabled_by: token.disabledBy,
    disabled_reason: token.disabledReason,
    revoked_at: iso(token.revokedAt),
    revoked_by: token.revokedBy,
    revoke_reason: token.revokeReason,
    rotation: token.oldSecret && {
      rotated_at: token.secret.createdAt.toISOString(),
      old_prefix: token.oldSecret.prefix,
      old_expires_at: earlier(token.oldSecret.endsAt, token.expiresAt).toISOString(),
      old_last_used_at: iso(token.oldSecret.lastUsedAt),
      old_last_used_ip: token.oldSecret.lastUsedIp,
      new_last_used_at: iso(token.secretLastUsedAt),
    },
    flags: flagsOf({ ...token, rotateDueAt: due }, now),
  };
}
