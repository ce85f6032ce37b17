/** What deserves a look, as SQL; `flagsOf` says the same of one token that was read. */
import { seenByLeaverSql } from "./record";
import type { TokenFlag } from "./status";

/** Over the aliases `t` and `s`, the token and its current secret. */
const flagSql: Record<TokenFlag, string> = {
  expiring_soon: "t.expires_at <= now() + interval '14 days'",
  rotation_due: "s.created_at + t.rotate_every_seconds * interval '1 second' <= now()",
  unused_90d: `t.created_at <= now() - interval '90 days' AND NOT EXISTS (
    SELECT 1 FROM secrets x JOIN secret_uses su ON su.secret_id = x.id
    WHERE x.token_id = t.id AND su.last_used_at > now() - interval '90 days')`,
  seen_by_leaver: seenByLeaverSql,
};

/** SQL: whether a token carries the flag. What has ended carries none. */
export function flaggedSql(flag: TokenFlag): string {
  return `(t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now()) AND ${flagSql[flag]})`;
}
