/** One judge for every door: what a found token may do now, or why it is refused. Pure. */
import { isInRanges } from "@/lib/access/addresses";
import type { TokenPrincipal } from "@/lib/access/principal";
import type { TokenRecord } from "./lookup";

export type RefusalReason =
  | "malformed"
  | "unknown"
  | "revoked"
  | "secret_ended"
  | "expired"
  | "paused"
  | "owner_deactivated"
  | "address_not_allowed";

export type Judgement =
  | { ok: true; principal: TokenPrincipal }
  | { ok: false; status: 401 | 403; reason: RefusalReason };

const refused = (reason: RefusalReason, status: 401 | 403 = 401): Judgement => ({
  ok: false,
  status,
  reason,
});

/**
 * @param ip the caller's address; null when it is not known, which a token bound to addresses does not accept.
 * @param now milliseconds since the epoch: clock and address are looked at on every call, cached record or not.
 */
export function judgeToken(record: TokenRecord, seq: bigint, ip: string | null, now: number): Judgement {
  const { grant, secret } = record;
  if (record.revoked) return refused("revoked");
  if (secret.ended) return refused("secret_ended");
  if (secret.endsAt !== null && secret.endsAt.getTime() <= now) return refused("secret_ended");
  if (grant.expiresAt !== null && grant.expiresAt.getTime() <= now) return refused("expired");
  if (!record.enabled) return refused("paused");
  if (!record.ownerActive) return refused("owner_deactivated");
  if (grant.allowedIps !== null && !isInRanges(ip, grant.allowedIps))
    return refused("address_not_allowed", 403);
  return {
    ok: true,
    principal: {
      kind: "token",
      seq,
      token: {
        id: record.id,
        name: record.name,
        kind: record.kind,
        prefix: secret.prefix,
        secretId: secret.id,
        ...grant,
      },
      owner: record.owner,
      ...record.rights,
    },
  };
}
