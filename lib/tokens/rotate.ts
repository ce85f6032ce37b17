import { type Caller, personOf } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { Problem } from "@/lib/errors";
import { insertSecret } from "./create";
import { authorizeRenewal } from "./grant";
import { authorizedToken } from "./lookup";
import { logFactsOf, readToken, type TokenRow } from "./record";
import type { CreatedToken } from "./schema";
import { TokenSecret } from "./secret";
import { statusOf } from "./status";
import { viewOf } from "./view";

/**
 * Gives a token a new secret; the old one dies at once. Same id, same grant, same expiry, paused if it was.
 * @throws 409 for revoked and expired tokens, and when another rotation was answered while this one was under way.
 */
export async function rotateToken(caller: Caller, id: string): Promise<CreatedToken> {
  const { principal, request } = caller;
  const seen = await authorizedToken(principal, "tokens.rotate", id);
  const secret = TokenSecret.generate(seen.kind);
  return change(caller, { action: "tokens.rotate", status: 201, rights: true }, async (tx, record) => {
    const token = await authorizedToken(principal, "tokens.rotate", id, { tx });
    authorizeRenewal(principal, token);
    refuseRotation(token, seen.secret.id, request.receivedAt);
    const now = new Date();
    await tx.secret.updateMany({ where: { tokenId: id, endedAt: null }, data: { endedAt: now } });
    await insertSecret(tx, id, secret, personOf(principal)?.id ?? null);
    await tx.token.update({ where: { id }, data: { updatedAt: now, version: { increment: 1 } } });
    const row = await readToken(tx, id);
    if (!row) throw new Error("the token just rotated is not there");
    record({
      action: "token.rotated",
      subject: { type: "token", id, name: row.name },
      token: logFactsOf(row),
      fleet: row.ownerFleet,
      before: { prefix: token.secret.prefix },
      after: { prefix: row.secret.prefix, overlap: "0" },
    });
    return { ...viewOf(row), token: secret.reveal() };
  });
}

function refuseRotation(token: TokenRow, seenSecretId: string, receivedAt: Date): void {
  const status = statusOf(token, Date.now());
  if (status === "revoked")
    throw new Problem("token_revoked", "This token is revoked, and that is final. Create a new one.");
  if (status === "expired") throw new Problem("token_expired", "This token has expired. Create a new one.");
  // Another secret than the one seen, or (when this call was judged again) one younger than the request: two rotations
  // overlapped, and the other one won.
  if (token.secret.id !== seenSecretId || token.secret.createdAt > receivedAt) {
    throw new Problem(
      "rotation_in_progress",
      "Another rotation of this token was answered just now. Look before rotating again.",
    );
  }
}
