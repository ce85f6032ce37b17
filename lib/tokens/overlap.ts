import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { invalid, Problem } from "@/lib/errors";
import { authorizeRenewal } from "./grant";
import { authorizedToken } from "./lookup";
import { logFactsOf, readToken, type TokenRow } from "./record";
import { longestOverlapSeconds, type TokenView } from "./schema";
import { viewOf } from "./view";

/**
 * Moves the moment at which a rotated token's old secret ends, earlier or later.
 * @param oldExpiresAt at most 7 days after the rotation, and never past the token's own expiry: 422.
 * @throws 409 `no_overlap` when no old secret works any more.
 */
export async function moveOverlapEnd(caller: Caller, id: string, oldExpiresAt: Date): Promise<TokenView> {
  const { principal } = caller;
  await authorizedToken(principal, "tokens.rotate", id);
  return change(caller, { action: "tokens.rotate", status: 200, rights: true }, async (tx, record) => {
    const token = await authorizedToken(principal, "tokens.rotate", id, { tx });
    authorizeRenewal(principal, token);
    const old = oldSecretOf(token);
    refuseTooLate(token, oldExpiresAt);
    if (old.endsAt.getTime() === oldExpiresAt.getTime()) return viewOf(token);
    const now = new Date();
    await tx.secret.update({ where: { id: old.id }, data: { endsAt: oldExpiresAt } });
    await tx.token.update({ where: { id }, data: { updatedAt: now, version: { increment: 1 } } });
    const row = (await readToken(tx, id)) ?? token;
    record({
      action: "token.updated",
      subject: { type: "token", id, name: row.name },
      token: logFactsOf(row),
      fleet: row.ownerFleet,
      before: { old_prefix: old.prefix, old_expires_at: old.endsAt.toISOString() },
      after: { old_prefix: old.prefix, old_expires_at: oldExpiresAt.toISOString() },
    });
    return viewOf(row);
  });
}

/** Ends a rotated token's old secret now. Where none works, nothing is changed. */
export async function endOverlap(caller: Caller, id: string): Promise<void> {
  const { principal } = caller;
  await authorizedToken(principal, "tokens.rotate", id);
  await change(caller, { action: "tokens.rotate", status: 204, rights: true }, async (tx, record) => {
    const token = await authorizedToken(principal, "tokens.rotate", id, { tx });
    const old = token.oldSecret;
    if (old === null || token.revokedAt !== null) return;
    const now = new Date();
    await tx.secret.update({ where: { id: old.id }, data: { endedAt: now } });
    await tx.token.update({ where: { id }, data: { updatedAt: now, version: { increment: 1 } } });
    record({
      action: "token.updated",
      subject: { type: "token", id, name: token.name },
      token: logFactsOf(token),
      fleet: token.ownerFleet,
      before: { old_prefix: old.prefix, old_expires_at: old.endsAt.toISOString() },
      after: { old_prefix: old.prefix, old_expires_at: now.toISOString() },
    });
  });
}

function oldSecretOf(token: TokenRow) {
  if (token.oldSecret !== null && token.revokedAt === null) return token.oldSecret;
  throw new Problem(
    "no_overlap",
    "No old secret of this token works any more. Rotate it with an overlap to have two for a while.",
  );
}

function refuseTooLate(token: TokenRow, end: Date): void {
  const longest = token.secret.createdAt.getTime() + longestOverlapSeconds * 1_000;
  const latest = new Date(Math.min(longest, token.expiresAt?.getTime() ?? longest));
  if (end <= latest) return;
  throw invalid(
    "old_expires_at",
    "too_late",
    `Choose a time up to ${latest.toISOString()}: 7 days after the rotation, and not past the token's own expiry.`,
  );
}
