import { authorizeToken } from "@/lib/access/policy";
import { type Caller, personOf } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import type { Transaction } from "@/lib/database/client";
import { Problem } from "@/lib/errors";
import { insertSecret } from "./create";
import { parseDuration } from "./duration";
import { authorizeRenewal } from "./grant";
import { type Made, type MadeNow, once, type Remember } from "./idempotency";
import { authorizedToken } from "./lookup";
import { logFactsOf, readToken, type TokenRow } from "./record";
import type { RotateTokenInput } from "./schema";
import { TokenSecret } from "./secret";
import { statusOf } from "./status";
import { viewOf } from "./view";

/**
 * Gives a token a new secret. The old one dies at once or after the overlap, and an older one still in its overlap dies
 * now. Same id, same grant, same expiry unless a new one is asked for, paused if it was.
 * @param key the caller's Idempotency-Key.
 * @throws 409 for revoked tokens, for expired ones without a new expiry, and when another rotation was answered while
 *   this one was under way; 403 for a new expiry beyond the calling token's own.
 */
export async function rotateToken(
  caller: Caller,
  id: string,
  input: RotateTokenInput,
  key: string | null = null,
): Promise<Made> {
  const seen = await authorizedToken(caller.principal, "tokens.rotate", id);
  return once(caller, key, { verb: "rotate", id, input }, (remember) =>
    replaceSecret(caller, seen, input, remember),
  );
}

async function replaceSecret(
  caller: Caller,
  seen: TokenRow,
  input: RotateTokenInput,
  remember: Remember,
): Promise<MadeNow> {
  const { principal, request } = caller;
  const { id } = seen;
  authorizeToken(principal, "tokens.rotate", seen);
  const secret = TokenSecret.generate(seen.kind);
  return change(caller, { action: "tokens.rotate", status: 201, rights: true }, async (tx, record) => {
    const token = await authorizedToken(principal, "tokens.rotate", id, { tx });
    const now = new Date();
    const expiresAt = newExpiry(token, input, now);
    authorizeRenewal(principal, { ...token, expiresAt });
    refuseRotation(token, seen.secret.id, request.receivedAt, input);
    // What has expired does not come back: the new secret alone revives the token.
    const overlap = statusOf(token, now.getTime()) === "expired" ? 0 : input.overlap;
    const endsAt = overlapEnd(now, overlap, expiresAt);
    await endOldSecrets(tx, token, endsAt, input.end_when_silent, now);
    await insertSecret(tx, id, secret, personOf(principal)?.id ?? null);
    await tx.token.update({ where: { id }, data: { expiresAt, updatedAt: now, version: { increment: 1 } } });
    await remember(tx, id);
    const row = await readToken(tx, id);
    if (!row) throw new Error("the token just rotated is not there");
    const view = viewOf(row);
    const expires = view.expires_at === viewOf(token).expires_at ? {} : { expires_at: view.expires_at };
    record({
      action: "token.rotated",
      subject: { type: "token", id, name: row.name },
      token: logFactsOf(row),
      fleet: row.ownerFleet,
      before: { prefix: token.secret.prefix },
      after: { prefix: row.secret.prefix, old_expires_at: (endsAt ?? now).toISOString(), ...expires },
    });
    return { token: { ...view, token: secret.reveal() }, version: row.version };
  });
}

function newExpiry(token: TokenRow, { expires_in: expiresIn }: RotateTokenInput, now: Date): Date | null {
  if (expiresIn === undefined) return token.expiresAt;
  return expiresIn === "never" ? null : new Date(now.getTime() + (parseDuration(expiresIn) ?? 0) * 1_000);
}

/** null: the old secret ends now. Never past the token's own expiry. */
function overlapEnd(now: Date, overlapSeconds: number, expiresAt: Date | null): Date | null {
  if (overlapSeconds === 0) return null;
  const end = now.getTime() + overlapSeconds * 1_000;
  return new Date(Math.min(end, expiresAt?.getTime() ?? end));
}

async function endOldSecrets(
  tx: Transaction,
  token: TokenRow,
  endsAt: Date | null,
  whenSilent: boolean,
  now: Date,
): Promise<void> {
  const going = endsAt === null ? [] : [token.secret.id];
  await tx.secret.updateMany({
    where: { tokenId: token.id, endedAt: null, id: { notIn: going } },
    data: { endedAt: now },
  });
  if (endsAt === null) return;
  await tx.secret.update({ where: { id: token.secret.id }, data: { endsAt, endsWhenSilent: whenSilent } });
}

function refuseRotation(
  token: TokenRow,
  seenSecretId: string,
  receivedAt: Date,
  input: RotateTokenInput,
): void {
  const status = statusOf(token, Date.now());
  if (status === "revoked")
    throw new Problem("token_revoked", "This token is revoked, and that is final. Create a new one.");
  if (status === "expired" && input.expires_in === undefined)
    throw new Problem(
      "token_expired",
      "This token has expired. Rotate it with expires_in, or create a new one.",
    );
  // Another secret than the one seen, or (when this call was judged again) one younger than the request: two rotations
  // overlapped, and the other one won.
  if (token.secret.id !== seenSecretId || token.secret.createdAt > receivedAt) {
    throw new Problem(
      "rotation_in_progress",
      "Another rotation of this token was answered just now. Look before rotating again.",
    );
  }
}
