/** What is done to all of a person's tokens at once: the same acts as on one, in one transaction, under one batch id. */
import { type Action, authorize, reaches } from "@/lib/access/policy";
import { type Caller, type Principal, personOf } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import type { AuditAction } from "@/lib/audit/events";
import { type ActorRef, actorOf } from "@/lib/audit/facts";
import { db, type Transaction } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { Problem } from "@/lib/errors";
import { readTokens } from "./record";
import type { AllTokensInput } from "./schema";

interface Act {
  action: Action;
  event: AuditAction;
  /** SQL over the alias `t`: the tokens that the act would change. */
  affects: string;
  write(
    tx: Transaction,
    ids: string[],
    by: { actor: ActorRef; reason: string | null; now: Date },
  ): Promise<unknown>;
  before: object;
  after(now: Date): object;
}

/**
 * Does it to all personal tokens of the caller's person that the caller reaches.
 * @returns how many were changed, or with `dry_run` would be.
 */
export async function actOnAllTokens(caller: Caller, input: AllTokensInput, act: Act): Promise<number> {
  const { principal } = caller;
  authorize(principal, act.action);
  const person = personOf(principal);
  if (person === null) {
    throw new Problem("not_yours", "A fleet token has no person behind it, and so no personal tokens.");
  }
  if (input.dry_run) return (await affected(db(), principal, person.id, act)).length;
  const reason = input.reason ?? null;
  return change(caller, { action: act.action, status: 200, rights: true }, async (tx, record) => {
    const tokens = await affected(tx, principal, person.id, act);
    const now = new Date();
    const batchId = uuidv7();
    const ids = tokens.map((token) => token.id);
    if (ids.length > 0) await act.write(tx, ids, { actor: actorOf(principal), reason, now });
    for (const { id, name, prefix } of tokens) {
      record({
        action: act.event,
        subject: { type: "token", id, name },
        token: { id, name, prefix },
        reason,
        batchId,
        before: act.before,
        after: act.after(now),
      });
    }
    return tokens.length;
  });
}

async function affected(reader: Transaction, principal: Principal, ownerUserId: string, act: Act) {
  const tokens = await readTokens(reader, `t.owner_user_id = $1::uuid AND ${act.affects}`, [ownerUserId]);
  return tokens
    .filter((token) => reaches(principal, token))
    .map(({ id, name, secret }) => ({ id, name, prefix: secret.prefix }));
}
