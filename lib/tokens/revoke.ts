import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { actorOf } from "@/lib/audit/facts";
import { authorizedToken } from "./lookup";
import { settleNarrowings } from "./narrowing";
import { logFactsOf } from "./record";

/** Ends a token for good; its row and its history stay. Revoking again changes nothing. */
export async function revokeToken(caller: Caller, id: string, reason?: string): Promise<void> {
  const { principal } = caller;
  await authorizedToken(principal, "tokens.revoke", id, { stopping: true });
  await change(caller, { action: "tokens.revoke", status: 204, rights: true }, async (tx, record) => {
    const token = await authorizedToken(principal, "tokens.revoke", id, { tx, stopping: true });
    if (token.revokedAt !== null) return;
    const now = new Date();
    await tx.token.update({
      where: { id },
      data: {
        revokedAt: now,
        revokedBy: { ...actorOf(principal) },
        revokeReason: reason ?? null,
        updatedAt: now,
        version: { increment: 1 },
      },
    });
    await settleNarrowings(tx, [id], now);
    record({
      action: "token.revoked",
      subject: { type: "token", id, name: token.name },
      token: logFactsOf(token),
      fleet: token.ownerFleet,
      reason: reason ?? null,
      before: { revoked_at: null },
      after: { revoked_at: now.toISOString() },
    });
  });
}
