import type { Caller } from "@/lib/access/principal";
import { actOnAllTokens } from "./all";
import type { AllTokensInput } from "./schema";

/** Revokes all of one's tokens; paused and expired ones too, since both could come back. */
export async function revokeAllTokens(caller: Caller, input: AllTokensInput): Promise<{ revoked: number }> {
  const revoked = await actOnAllTokens(caller, input, {
    action: "tokens.revoke_all",
    event: "token.revoked",
    affects: "t.revoked_at IS NULL",
    write: (tx, ids, { actor, reason, now }) => tx.$executeRaw`
      UPDATE tokens SET revoked_at = ${now}, revoked_by = ${{ ...actor }}::jsonb, revoke_reason = ${reason},
        updated_at = ${now}, version = version + 1
      WHERE id = ANY (${ids}::uuid[])`,
    before: { revoked_at: null },
    after: (now) => ({ revoked_at: now.toISOString() }),
  });
  return { revoked };
}
