import { authorize, reaches } from "@/lib/access/policy";
import { type Caller, type Principal, personOf } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { actorOf } from "@/lib/audit/facts";
import { db, type Transaction } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { Problem } from "@/lib/errors";
import { readTokens } from "./record";
import type { RevokeAllInput } from "./schema";

/**
 * Revokes all personal tokens of the caller's person that the caller reaches; paused and expired ones too, since
 * both could come back. One batch id stands over the single entries.
 * @returns how many were revoked, or with `dry_run` would be.
 */
export async function revokeAllTokens(caller: Caller, input: RevokeAllInput): Promise<{ revoked: number }> {
  const { principal } = caller;
  authorize(principal, "tokens.revoke_all");
  const person = personOf(principal);
  if (person === null) {
    throw new Problem(
      "not_yours",
      "A fleet token has no person behind it, and so no personal tokens to revoke.",
    );
  }
  if (input.dry_run) return { revoked: (await revocable(db(), principal, person.id)).length };
  return change(caller, { action: "tokens.revoke_all", status: 200, rights: true }, async (tx, record) => {
    const tokens = await revocable(tx, principal, person.id);
    const now = new Date();
    const batchId = uuidv7();
    await tx.$executeRaw`
      UPDATE tokens SET revoked_at = ${now}, revoked_by = ${{ ...actorOf(principal) }}::jsonb,
        revoke_reason = ${input.reason ?? null}, updated_at = ${now}, version = version + 1
      WHERE id = ANY (${tokens.map((token) => token.id)}::uuid[])`;
    for (const { id, name, prefix } of tokens) {
      record({
        action: "token.revoked",
        subject: { type: "token", id, name },
        token: { id, name, prefix },
        reason: input.reason ?? null,
        batchId,
        before: { revoked_at: null },
        after: { revoked_at: now.toISOString() },
      });
    }
    return { revoked: tokens.length };
  });
}

/** Not yet revoked, and within the caller's reach. */
async function revocable(reader: Transaction, principal: Principal, ownerUserId: string) {
  const tokens = await readTokens(reader, "t.owner_user_id = $1::uuid AND t.revoked_at IS NULL", [
    ownerUserId,
  ]);
  return tokens
    .filter((token) => reaches(principal, token))
    .map(({ id, name, secret }) => ({ id, name, prefix: secret.prefix }));
}
