/** Create and rotate, repeated under one Idempotency-Key, make one token or secret and show it once. */
import { createHash } from "node:crypto";
import { type Caller, type Principal, personOf } from "@/lib/access/principal";
import { db, type Transaction } from "@/lib/database/client";
import { invalid, isProblem, Problem } from "@/lib/errors";
import { getToken } from "./get";
import type { CreatedToken, TokenView } from "./schema";

/** `secret`: made by this call. Without it the call repeats one that was answered before. */
export type Made = { replayed: boolean; token: CreatedToken | TokenView; version: number };

/** What a create or rotate answers the first time. */
export interface MadeNow {
  token: CreatedToken;
  version: number;
}

/** How long a key is remembered; housekeeping clears what is older. */
const keyHours = 24;

const visibleAscii = /^[\x21-\x7e]{1,255}$/;

/** @throws 422 for a key that is no key. */
export function idempotencyKeyOf(headers: Headers): string | null {
  const key = headers.get("idempotency-key");
  if (key === null || visibleAscii.test(key)) return key;
  throw invalid("Idempotency-Key", "invalid_key", "Use 1 to 255 visible ASCII characters, a UUID say.");
}

/** Within the transaction of the work: puts the key beside what was made. */
export type Remember = (tx: Transaction, tokenId: string) => Promise<void>;

/** Thrown inside a transaction whose work somebody else has just done under the same key. */
class AnsweredMeanwhile extends Error {}

/**
 * Runs `work` unless the caller's key was used for the same before; then the token is shown as it is now.
 * @param asked what the call is about; the same key with anything else is 422 `idempotency_key_reused`.
 */
export async function once(
  caller: Caller,
  key: string | null,
  asked: { verb: "create" | "rotate"; id?: string; input: unknown },
  work: (remember: Remember) => Promise<MadeNow>,
): Promise<Made> {
  if (key === null) return { replayed: false, ...(await work(async () => undefined)) };
  // Hashed: whatever a caller takes for a key, it need not lie about here.
  const id = { actorId: callerId(caller.principal), key: createHash("sha256").update(key).digest("hex") };
  const hash = createHash("sha256").update(JSON.stringify(asked)).digest();
  const before = await answered(caller, id, hash);
  if (before) return before;
  try {
    const made = await work(async (tx, tokenId) => {
      const kept = await tx.$queryRaw<unknown[]>`
        INSERT INTO idempotency_keys (actor_id, key, asked, token_id)
        VALUES (${id.actorId}::uuid, ${id.key}, ${new Uint8Array(hash)}, ${tokenId}::uuid)
        ON CONFLICT (actor_id, key) DO UPDATE
          SET asked = excluded.asked, token_id = excluded.token_id, created_at = now()
          WHERE idempotency_keys.created_at <= now() - make_interval(hours => ${keyHours})
        RETURNING 1`;
      if (kept.length === 0) throw new AnsweredMeanwhile();
    });
    return { replayed: false, ...made };
  } catch (error) {
    // Of repetitions at the same time one does the work; whatever stopped this one, that one may have been answered.
    const meanwhile =
      error instanceof AnsweredMeanwhile || isProblem(error) ? await answered(caller, id, hash) : null;
    if (meanwhile) return meanwhile;
    throw error;
  }
}

const callerId = (principal: Principal) =>
  principal.kind === "token" ? principal.token.id : (personOf(principal)?.id ?? principal.sessionId);

async function answered(
  caller: Caller,
  id: { actorId: string; key: string },
  hash: Buffer,
): Promise<Made | null> {
  const row = await db().idempotencyKey.findUnique({ where: { actorId_key: id } });
  if (!row || row.createdAt.getTime() <= Date.now() - keyHours * 3_600_000) return null;
  if (!hash.equals(row.asked)) {
    throw new Problem(
      "idempotency_key_reused",
      "This Idempotency-Key was used for another call. Use a new key for each thing that you want made.",
    );
  }
  return { replayed: true, ...(await getToken(caller, row.tokenId)) };
}
