import { authorizeRunning } from "@/lib/access/policy";
import { type Caller, personOf } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { actorOf } from "@/lib/audit/facts";
import type { Transaction } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { Problem } from "@/lib/errors";
import { authorizedToken, requireSeenFleet } from "./lookup";
import { readNarrowings } from "./narrowing";
import { findTokensReaching } from "./reach";
import { logFactsOf, type TokenRow } from "./record";
import type { AskNarrowerInput, NarrowingView } from "./schema";
import { statusOf } from "./status";

/**
 * Asks the owner of a personal token to keep it out of a fleet that the caller runs. Asking again is asking once.
 * @throws 409 where there is nobody or nothing to ask: one's own token, a fleet's, one that does not reach the fleet.
 */
export async function askNarrower(
  caller: Caller,
  id: string,
  input: AskNarrowerInput,
): Promise<NarrowingView> {
  const { principal } = caller;
  const fleet = requireSeenFleet(principal, input.fleet);
  await authorizedToken(principal, "tokens.ask_narrower", id);
  authorizeRunning(principal, fleet);
  return change(caller, { action: "tokens.ask_narrower", status: 200 }, async (tx, record) => {
    const token = await authorizedToken(principal, "tokens.ask_narrower", id, { tx });
    await refuseAsking(tx, token, fleet, personOf(principal)?.id);
    const reason = input.reason || null;
    const asked = await tx.$executeRaw`
      INSERT INTO narrowing_requests (id, token_id, fleet_id, requested_by, reason)
      VALUES (${uuidv7()}::uuid, ${id}::uuid, ${fleet.id}::uuid, ${{ ...actorOf(principal) }}::jsonb, ${reason})
      ON CONFLICT (token_id, fleet_id) WHERE settled_at IS NULL DO NOTHING`;
    const [open] = await readNarrowings(tx, "n.token_id = $1::uuid AND n.fleet_id = $2::uuid", [
      id,
      fleet.id,
    ]);
    if (!open) throw new Error("the wish just made is not there");
    if (asked > 0) {
      record({
        action: "token.narrowing_asked",
        subject: { type: "token", id, name: token.name },
        token: logFactsOf(token),
        fleet: fleet.slug,
        reason,
        after: { fleet: fleet.slug },
      });
    }
    return open;
  });
}

async function refuseAsking(
  tx: Transaction,
  token: TokenRow,
  fleet: { id: string; slug: string },
  personId: string | undefined,
): Promise<void> {
  if (token.ownerUserId === null)
    throw new Problem("conflict", "A fleet's token has no person to ask. Its fleet's admins change it.");
  if (token.ownerUserId === personId)
    throw new Problem("conflict", "This token is your own. Narrow it yourself.");
  const status = statusOf(token, Date.now());
  if (status === "revoked") throw new Problem("token_revoked", "This token is revoked; it reaches nothing.");
  if (status === "expired") throw new Problem("token_expired", "This token has expired; it reaches nothing.");
  if (!(await findTokensReaching(tx, [token.id], [fleet.id])).has(token.id))
    throw new Problem("conflict", `This token does not reach ${fleet.slug}.`);
}
