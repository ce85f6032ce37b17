/** What is done to many tokens at once: the same acts as on one, in one transaction, under one batch id. */
import { type Action, authorize, authorizeInstance, authorizeRunning, reaches } from "@/lib/access/policy";
import { type Caller, type Principal, personOf } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import type { AuditAction } from "@/lib/audit/events";
import { type ActorRef, actorOf } from "@/lib/audit/facts";
import { db, type Transaction } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { invalid, Problem } from "@/lib/errors";
import { authorizedTokens, requireSeenFleet } from "./lookup";
import { settleNarrowings } from "./narrowing";
import { logFactsOf, readTokenFacts } from "./record";
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
 * Does it to the tokens meant, as far as the caller reaches them. A person's and a fleet's tokens are lists of their
 * own: the one act never touches the other list.
 * @returns how many were changed, or with `dry_run` would be.
 */
export async function actOnAllTokens(caller: Caller, input: AllTokensInput, act: Act): Promise<number> {
  const { principal } = caller;
  authorize(principal, act.action);
  const meant = await meantBy(principal, input);
  if (input.dry_run) return (await affected(db(), principal, meant, act)).length;
  // Before the rights are taken: what is refused waits for nobody.
  if (meant.ids) await authorizedTokens(principal, act.action, meant.ids, { stopping: true });
  const reason = input.reason ?? null;
  return change(caller, { action: act.action, status: 200, rights: true }, async (tx, record) => {
    const tokens = await affected(tx, principal, meant, act);
    const now = new Date();
    const batchId = uuidv7();
    const ids = tokens.map((token) => token.id);
    if (ids.length > 0) {
      await act.write(tx, ids, { actor: actorOf(principal), reason, now });
      await settleNarrowings(tx, ids, now);
    }
    for (const token of tokens) {
      record({
        action: act.event,
        subject: { type: "token", id: token.id, name: token.name },
        token: logFactsOf(token),
        fleet: token.ownerFleet,
        reason,
        batchId,
        before: act.before,
        after: act.after(now),
      });
    }
    return tokens.length;
  });
}

/** Exactly one of them is there. */
interface Meant {
  ownerUserId?: string;
  ownerFleetId?: string;
  ids?: readonly string[];
}

async function meantBy(principal: Principal, input: AllTokensInput): Promise<Meant> {
  if (input.ids !== undefined) return { ids: input.ids };
  if (input.fleet !== undefined) {
    const fleet = requireSeenFleet(principal, input.fleet);
    authorizeRunning(principal, fleet);
    return { ownerFleetId: fleet.id };
  }
  if (input.owner !== undefined) {
    authorizeInstance(principal, "stop all of a person's tokens");
    const owner = await db().user.findUnique({ where: { id: input.owner }, select: { id: true } });
    if (!owner) throw invalid("owner", "unknown_user", "There is no user with this id.");
    return { ownerUserId: owner.id };
  }
  const person = personOf(principal);
  if (person === null) {
    throw new Problem("not_yours", "A fleet token has no person behind it, and so no personal tokens.");
  }
  return { ownerUserId: person.id };
}

async function affected(reader: Transaction, principal: Principal, meant: Meant, act: Act) {
  const { ownerUserId, ownerFleetId, ids } = meant;
  if (ids) await authorizedTokens(principal, act.action, ids, { tx: reader, stopping: true });
  const [where, value] = ids
    ? ["t.id = ANY ($1::uuid[])", ids]
    : ownerFleetId
      ? ["t.owner_fleet_id = $1::uuid", ownerFleetId]
      : ["t.owner_user_id = $1::uuid", ownerUserId];
  const tokens = await readTokenFacts(reader, `${where} AND ${act.affects}`, [value]);
  return tokens.filter((token) => reaches(principal, token));
}
