import type { Caller } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { actorOf } from "@/lib/audit/facts";
import { Prisma } from "@/lib/database/generated/client";
import { Problem } from "@/lib/errors";
import { authorizeRenewal } from "./grant";
import { authorizedToken } from "./lookup";
import { logFactsOf, readToken, type TokenRow } from "./record";
import type { TokenView, UpdateTokenInput } from "./schema";
import { statusOf } from "./status";
import { viewOf } from "./view";

/**
 * Renames, describes, pauses or resumes a token. Absent fields stay as they are.
 * @throws 409 `token_revoked`; 409 `token_expired` for more than name and description.
 */
export async function updateToken(caller: Caller, id: string, input: UpdateTokenInput): Promise<TokenView> {
  const { principal } = caller;
  const stopping = input.name === undefined && input.description === undefined;
  await authorizedToken(principal, "tokens.update", id, { stopping });
  return change(caller, { action: "tokens.update", status: 200, rights: true }, async (tx, record) => {
    const token = await authorizedToken(principal, "tokens.update", id, { tx, stopping });
    refuseEnded(token, input);
    if (input.enabled === true && !token.enabled) authorizeRenewal(principal, token);
    const now = new Date();
    await tx.token.update({
      where: { id },
      data: {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.description === undefined ? {} : { description: input.description }),
        ...pausing(token, input, { ...actorOf(principal) }, now),
        updatedAt: now,
        version: { increment: 1 },
      },
    });
    const row = (await readToken(tx, id)) ?? token;
    const before = viewOf(token);
    const after = viewOf(row);
    record({
      action: "token.updated",
      subject: { type: "token", id, name: row.name },
      token: logFactsOf(row),
      fleet: row.ownerFleet,
      reason: input.reason ?? null,
      ...differences(before, after),
    });
    return after;
  });
}

function refuseEnded(token: TokenRow, input: UpdateTokenInput): void {
  const status = statusOf(token, Date.now());
  if (status === "revoked")
    throw new Problem("token_revoked", "This token is revoked, and that is final. Create a new one.");
  if (status === "expired" && input.enabled !== undefined) {
    throw new Problem(
      "token_expired",
      "This token has expired. Only its name and description can still be changed.",
    );
  }
}

function pausing(token: TokenRow, input: UpdateTokenInput, actor: Prisma.InputJsonObject, now: Date) {
  if (input.enabled === undefined || input.enabled === token.enabled) return {};
  return input.enabled
    ? { enabled: true, disabledAt: null, disabledBy: Prisma.DbNull, disabledReason: null }
    : { enabled: false, disabledAt: now, disabledBy: actor, disabledReason: input.reason ?? null };
}

/** Only what changed, so that an entry of the log can be read. */
function differences(before: TokenView, after: TokenView) {
  const keys = (Object.keys(after) as (keyof TokenView)[]).filter(
    (key) => key !== "updated_at" && JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  const pick = (view: TokenView) => Object.fromEntries(keys.map((key) => [key, view[key]]));
  return { before: pick(before), after: pick(after) };
}
