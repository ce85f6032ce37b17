import type { Caller } from "@/lib/access/principal";
import { actOnAllTokens } from "./all";
import type { AllTokensInput } from "./schema";

/** Pauses all of one's tokens that work; each can be resumed with the same secret. */
export async function pauseAllTokens(caller: Caller, input: AllTokensInput): Promise<{ paused: number }> {
  const paused = await actOnAllTokens(caller, input, {
    action: "tokens.pause_all",
    event: "token.updated",
    affects: "t.revoked_at IS NULL AND t.enabled AND (t.expires_at IS NULL OR t.expires_at > now())",
    write: (tx, ids, { actor, reason, now }) => tx.$executeRaw`
      UPDATE tokens SET enabled = false, disabled_at = ${now}, disabled_by = ${{ ...actor }}::jsonb,
        disabled_reason = ${reason}, updated_at = ${now}, version = version + 1
      WHERE id = ANY (${ids}::uuid[])`,
    before: { enabled: true },
    after: () => ({ enabled: false }),
  });
  return { paused };
}
