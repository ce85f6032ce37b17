import { authorize } from "@/lib/access/policy";
import { type Caller, personOf } from "@/lib/access/principal";
import { change } from "@/lib/audit/change";
import { type ActorRef, actorOf } from "@/lib/audit/facts";
import type { Transaction } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { parseDuration } from "./duration";
import { authorizeGiving, type NewGrant, resolveGrant } from "./grant";
import { type Made, type MadeNow, once, type Remember } from "./idempotency";
import { logFactsOf, readToken } from "./record";
import type { CreateTokenInput } from "./schema";
import { TokenSecret } from "./secret";
import { viewOf } from "./view";

/**
 * Makes a token. The answer carries the clear secret; nothing else ever does.
 * @param key the caller's Idempotency-Key.
 * @throws 403 `beyond_own_rights` for more than the caller holds, 422 for unknown fleets or namespaces.
 */
export async function createToken(
  caller: Caller,
  input: CreateTokenInput,
  key: string | null = null,
): Promise<Made> {
  authorize(caller.principal, "tokens.create");
  return once(caller, key, { verb: "create", input }, (remember) => makeToken(caller, input, remember));
}

async function makeToken(caller: Caller, input: CreateTokenInput, remember: Remember): Promise<MadeNow> {
  const { principal } = caller;
  authorize(principal, "tokens.create");
  const grant = await resolveGrant(principal, input, new Date());
  authorizeGiving(principal, grant);
  const secret = TokenSecret.generate(grant.kind);
  return change(caller, { action: "tokens.create", status: 201 }, async (tx, record) => {
    const id = await insertToken(tx, input, grant, actorOf(principal));
    await insertSecret(tx, id, secret, personOf(principal)?.id ?? null);
    await remember(tx, id);
    const row = await readToken(tx, id);
    if (!row) throw new Error("the token just made is not there");
    const view = viewOf(row);
    record({
      action: "token.created",
      subject: { type: "token", id, name: view.name },
      token: logFactsOf(row),
      fleet: row.ownerFleet,
      after: view,
    });
    return { token: { ...view, token: secret.reveal() }, version: row.version };
  });
}

async function insertToken(
  tx: Transaction,
  input: CreateTokenInput,
  grant: NewGrant,
  actor: ActorRef,
): Promise<string> {
  const id = uuidv7();
  const now = new Date();
  await tx.token.create({
    data: {
      id,
      kind: grant.kind,
      ownerUserId: grant.ownerUserId,
      ownerFleetId: grant.ownerFleetId,
      name: input.name,
      description: input.description,
      consumer: input.consumer,
      scopes: grant.scopes,
      inherit: grant.inherit,
      fleetsBound: grant.fleetIds !== null,
      fleetIds: [...(grant.fleetIds ?? [])],
      namespacesBound: grant.namespaceIds !== null,
      namespaceIds: [...(grant.namespaceIds ?? [])],
      ipsBound: grant.allowedIps !== null,
      allowedIps: grant.allowedIps ?? [],
      enabled: input.enabled,
      expiresAt: grant.expiresAt,
      rotateEverySeconds: input.rotate_every === null ? null : parseDuration(input.rotate_every),
      createdAt: now,
      updatedAt: now,
      createdBy: { ...actor },
      ...(input.enabled ? {} : { disabledAt: now, disabledBy: { ...actor } }),
    },
  });
  return id;
}

/** Stores the hash; the clear value stays with the caller. `seenBy`: the person who is shown it. */
export async function insertSecret(
  tx: Transaction,
  tokenId: string,
  secret: TokenSecret,
  seenBy: string | null,
): Promise<void> {
  await tx.secret.create({
    data: {
      id: uuidv7(),
      tokenId,
      hash: new Uint8Array(secret.hash()),
      prefix: secret.prefix(),
      createdAt: new Date(),
      seenBy,
    },
  });
}
