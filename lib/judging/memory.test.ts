/** The memory of tokens: bounded, and never the reason why somebody is let in. */
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { journal } from "@/lib/audit/journal";
import { db } from "@/lib/database/client";
import { call, type Person, useApi } from "@/lib/testing/api";
import { TokenSecret } from "@/lib/tokens/secret";
import { catchUp } from "./catch-up";
import { findTokenBySecret, type TokenRecord } from "./lookup";
import { Memory, memory } from "./memory";
import { recallToken } from "./recall";

const api = useApi();
let ada: Person;

beforeAll(async () => {
  await api.fleet("core");
  ada = await api.person({ roles: { core: "deployer" } });
});
beforeEach(() => memory().clear());

const soon = () => performance.now() + 5_000;
const ask = async (token: string) => (await call("GET", "/authorize?scope=machines:read", { token })).status;

function secretOf(clear: string): { secret: TokenSecret; key: string } {
  const secret = TokenSecret.parse(clear);
  if (!secret) throw new Error("no secret");
  return { secret, key: secret.hash().toString("latin1") };
}

describe("a look-up that is overtaken by a revocation", () => {
  it.each(["after this server has heard of it", "before it has"])(
    "lets nobody in when it is kept late: %s",
    async (when) => {
      const made = await api.token(ada);
      const { secret, key } = secretOf(made.token);
      expect(await ask((await api.token(ada)).token)).toBe(204);
      // Held between its reading and its keeping.
      const found = await findTokenBySecret(secret.hash());
      expect((await call("DELETE", `/tokens/${made.id}`, { session: ada.session })).status).toBe(204);
      if (when.startsWith("after")) await catchUp();
      memory().keepToken(key, found.record as TokenRecord, found.seq, Date.now());
      expect(await ask(made.token)).toBe(401);
      expect((await recallToken(secret, soon())).record?.revoked).toBe(true);
      const used = await db().auditEvent.count({ where: { apiTokenId: made.id, action: "token.used" } });
      expect(used).toBe(0);
    },
  );
});

it("what is kept is not looked up again, until something that it stands on has moved", async () => {
  const made = await api.token(ada);
  const { secret, key } = secretOf(made.token);
  expect(await ask(made.token)).toBe(204);
  const kept = memory().token(key, Date.now());
  expect(kept?.id).toBe(made.id);
  // Another's change is none of its business.
  const eve = await api.person({ roles: { core: "viewer" } });
  await db().user.update({ where: { id: eve.id }, data: { admin: true } });
  await catchUp();
  expect(memory().token(key, Date.now())).toBe(kept);
  for (const sql of [
    "UPDATE tokens SET enabled = NOT enabled WHERE id = $1",
    "UPDATE secrets SET ended_at = ended_at WHERE token_id = $1",
    "UPDATE members SET role = role WHERE user_id = (SELECT owner_user_id FROM tokens WHERE id = $1)",
    "UPDATE fleets SET name = name WHERE id IN (SELECT fleet_id FROM members JOIN tokens ON owner_user_id = user_id WHERE tokens.id = $1)",
  ]) {
    await recallToken(secret, soon());
    expect([sql, memory().token(key, Date.now()) === null]).toEqual([sql, false]);
    await api.database.asOwner(sql, [made.id]);
    await catchUp();
    expect([sql, memory().token(key, Date.now())]).toEqual([sql, null]);
  }
});

it("a new secret that nobody knew a moment ago is found, and unknown ones are not kept", async () => {
  const clear = TokenSecret.generate("personal").reveal();
  const { secret, key } = secretOf(clear);
  expect((await recallToken(secret, soon())).record).toBeNull();
  const made = await api.token(ada);
  await api.database.asOwner("UPDATE secrets SET hash = $1 WHERE token_id = $2", [secret.hash(), made.id]);
  expect((await recallToken(secret, soon())).record?.id).toBe(made.id);
  expect(memory().token(key, Date.now())?.id).toBe(made.id);
});

it("a flood of bad secrets pushes no good one out, and good ones push out those that are not used", async () => {
  const made = await api.token(ada);
  const { secret, key } = secretOf(made.token);
  const { seq, record } = await findTokenBySecret(secret.hash());
  if (!record) throw new Error("no token");
  const small = new Memory(10);
  small.keepToken(key, record, seq, Date.now());
  small.keepToken("idle", record, seq, Date.now());
  for (let i = 0; i < 100; i++) {
    small.keepToken(`other ${i}`, record, seq, Date.now());
    expect(small.token(key, Date.now())?.id).toBe(made.id);
  }
  expect(small.token("idle", Date.now())).toBeNull();
  expect(small.size).toBeLessThanOrEqual(10);
  await recallToken(secret, soon());
  const before = memory().size;
  await Promise.all(Array.from({ length: 200 }, () => recallToken(TokenSecret.generate("personal"), soon())));
  expect(memory().size).toBe(before);
});

it("events that are gone, or a clock that was set back, make it forget everything", async () => {
  const made = await api.token(ada);
  const { key } = secretOf(made.token);
  for (const spoil of [
    "UPDATE members SET role = role; DELETE FROM rights_events",
    "UPDATE rights_clock SET seq = seq - 1",
  ]) {
    await ask(made.token);
    expect(memory().token(key, Date.now())).not.toBeNull();
    await api.database.asOwner(spoil);
    await catchUp();
    expect(memory().token(key, Date.now())).toBeNull();
  }
});

it("rights that move under every try are held still for the last one, and the call is judged", async () => {
  const made = await api.token(ada);
  const other = await api.token(ada);
  expect(await ask(made.token)).toBe(204);
  const log = journal();
  const record = log.record.bind(log);
  let moved = 0;
  // Before each verdict reaches the log, somebody changes another right: unless rights are held, which makes them wait.
  log.record = async (use, by) => {
    if (use.row.via !== "authorize") return record(use, by);
    const change = api.database.asOwner("UPDATE tokens SET enabled = NOT enabled WHERE id = $1", [other.id]);
    await Promise.race([change.then(() => (moved += 1)), new Promise((resolve) => setTimeout(resolve, 200))]);
    return record(use, by);
  };
  try {
    expect(await ask(made.token)).toBe(204);
  } finally {
    log.record = record;
  }
  expect(moved).toBe(3);
});
