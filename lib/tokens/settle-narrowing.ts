import { authorizeRunning } from "@/lib/access/policy";
import { type Caller, personOf } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { authorizedToken, requireSeenFleet } from "./lookup";
import { logFactsOf } from "./record";

/**
 * Takes the wish that a token be kept out of a fleet off the table: its owner dismisses it, the fleet's admins
 * withdraw it. Where none is open, nothing happens.
 */
export async function settleNarrowing(caller: Caller, id: string, slug: string): Promise<void> {
  const { principal } = caller;
  const fleet = requireSeenFleet(principal, slug);
  const seen = await authorizedToken(principal, "tokens.ask_narrower", id);
  const mine = seen.ownerUserId !== null && seen.ownerUserId === personOf(principal)?.id;
  if (!mine) authorizeRunning(principal, fleet);
  await change(caller, { action: "tokens.ask_narrower", status: 204 }, async (tx, record) => {
    const token = await authorizedToken(principal, "tokens.ask_narrower", id, { tx });
    const { count } = await tx.narrowingRequest.updateMany({
      where: { tokenId: id, fleetId: fleet.id, settledAt: null },
      data: { settledAt: new Date() },
    });
    if (count === 0) return;
    record({
      action: "token.narrowing_settled",
      subject: { type: "token", id, name: token.name },
      token: logFactsOf(token),
      fleet: fleet.slug,
      after: { fleet: fleet.slug, answer: mine ? "dismissed" : "withdrawn" },
    });
  });
}
