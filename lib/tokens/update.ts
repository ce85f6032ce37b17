import type { TokenOwnership } from "@/lib/access/policy";
import type { Caller, Principal } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { actorOf } from "@/lib/audit/facts";
import { Prisma } from "@/lib/database/generated/client";
import { Problem } from "@/lib/errors";
import { parseDuration } from "./duration";
import { authorizeExpiry, authorizeRenewal } from "./grant";
import { authorizedToken } from "./lookup";
import { type Narrowed, narrowGrant } from "./narrow";
import { settleNarrowings } from "./narrowing";
import { logFactsOf, readToken, type TokenRow } from "./record";
import type { TokenView, UpdateTokenInput } from "./schema";
import { statusOf } from "./status";
import { type Expected, requireVersion, type VersionedToken } from "./version";
import { viewFor, viewOf } from "./view";

/**
 * Changes a token: its words, its expiry, whether it works, and its grant, which only becomes narrower. Absent fields
 * stay as they are; what changes nothing is no change.
 * @param expected the caller's If-Match: of two edits of one version the second is 412.
 * @throws 403 `only_narrower`; 409 `token_revoked`; 409 `token_expired` for more than name and description.
 */
export async function updateToken(
  caller: Caller,
  id: string,
  input: UpdateTokenInput,
  expected: Expected = null,
): Promise<VersionedToken> {
  const { principal } = caller;
  const stopping = Object.keys(input).every((key) => key === "enabled" || key === "reason");
  await authorizedToken(principal, "tokens.update", id, { stopping });
  return change(caller, { action: "tokens.update", status: 200, rights: true }, async (tx, record) => {
    const token = await authorizedToken(principal, "tokens.update", id, { tx, stopping });
    const grant = await narrowGrant(tx, principal, token, input);
    const next = { ...token, ...grant, expiresAt: expiryOf(token, input) };
    authorizeLife(principal, token, next, input);
    refuseEnded(token, input);
    requireVersion(expected, token.version);
    const now = new Date();
    const data = {
      ...wordsOf(token, input),
      ...grantOf(token, grant),
      ...(sameTime(next.expiresAt, token.expiresAt) ? {} : { expiresAt: next.expiresAt }),
      ...pausing(token, input, { ...actorOf(principal) }, now),
    };
    if (Object.keys(data).length === 0) return { token: viewFor(principal, token), version: token.version };
    await tx.token.update({ where: { id }, data: { ...data, updatedAt: now, version: { increment: 1 } } });
    await settleNarrowings(tx, [id], now);
    const row = (await readToken(tx, id)) ?? token;
    record({
      action: "token.updated",
      subject: { type: "token", id, name: row.name },
      token: logFactsOf(row),
      fleet: row.ownerFleet,
      reason: input.reason ?? null,
      ...differences(viewOf(token), viewOf(row)),
    });
    return { token: viewFor(principal, row), version: row.version };
  });
}

function expiryOf(token: TokenRow, { expires_at: at }: UpdateTokenInput): Date | null {
  if (at === undefined) return token.expiresAt;
  return at === null ? null : new Date(at);
}

const sameTime = (a: Date | null, b: Date | null) => a?.getTime() === b?.getTime();

/** A token resumes and extends only what lies within itself, and sets no expiry past its own. */
function authorizeLife(
  principal: Principal,
  token: TokenRow,
  next: TokenOwnership & Pick<Narrowed, "allowedIps"> & { expiresAt: Date | null },
  input: UpdateTokenInput,
): void {
  const resumed = input.enabled === true && !token.enabled;
  if (resumed || endsLater(next.expiresAt, token.expiresAt)) authorizeRenewal(principal, next);
  else if (!sameTime(next.expiresAt, token.expiresAt)) authorizeExpiry(principal, next);
}

function endsLater(next: Date | null, now: Date | null): boolean {
  return now !== null && (next === null || next > now);
}

function refuseEnded(token: TokenRow, input: UpdateTokenInput): void {
  const status = statusOf(token, Date.now());
  if (status === "revoked")
    throw new Problem("token_revoked", "This token is revoked, and that is final. Create a new one.");
  const { name: _name, description: _description, ...more } = input;
  if (status === "expired" && Object.keys(more).length > 0) {
    throw new Problem(
      "token_expired",
      "This token has expired. Only its name and description can still be changed.",
    );
  }
}

function wordsOf(token: TokenRow, input: UpdateTokenInput) {
  const { name, description, consumer, rotate_every: every } = input;
  const seconds = every ? parseDuration(every) : null;
  return {
    ...(name === undefined || name === token.name ? {} : { name }),
    ...(description === undefined || description === token.description ? {} : { description }),
    ...(consumer === undefined || consumer === token.consumer ? {} : { consumer }),
    ...(every === undefined || seconds === token.rotateEverySeconds ? {} : { rotateEverySeconds: seconds }),
  };
}

/** Lists in another order are the same lists. */
function sameList(a: readonly string[] | null, b: readonly string[] | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((one) => b.includes(one));
}

function grantOf(token: TokenRow, next: Narrowed) {
  const { scopes, inherit, fleetIds, namespaceIds, allowedIps } = next;
  return {
    ...(sameList(scopes, token.scopes) && inherit === token.inherit ? {} : { scopes, inherit }),
    ...(sameList(fleetIds, token.fleetIds)
      ? {}
      : { fleetsBound: fleetIds !== null, fleetIds: [...(fleetIds ?? [])] }),
    ...(sameList(namespaceIds, token.namespaceIds)
      ? {}
      : { namespacesBound: namespaceIds !== null, namespaceIds: [...(namespaceIds ?? [])] }),
    ...(sameList(allowedIps, token.allowedIps)
      ? {}
      : { ipsBound: allowedIps !== null, allowedIps: [...(allowedIps ?? [])] }),
  };
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
