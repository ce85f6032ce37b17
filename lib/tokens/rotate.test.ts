import { beforeAll, describe, expect, it } from "vitest";
import { call, type Person, useApi } from "@/lib/testing/api";
import { endSilentSecrets } from "./end-silent";

const api = useApi();
let ada: Person;

beforeAll(async () => {
  await api.fleet("core");
  ada = await api.person({ roles: { core: "deployer" } });
});

const rotate = (id: string, body: unknown = {}) =>
  call("POST", `/tokens/${id}/rotate`, { session: ada.session, body });
const use = async (token: string) => (await call("GET", "/whoami", { token })).status;

describe("rotating", () => {
  it("ends the old secret and lets the new one in: same token, same grant, same expiry", async () => {
    const made = await api.token(ada, { expires_in: "30d", fleets: ["core"], allowed_ips: ["127.0.0.1"] });
    await use(made.token);
    const before = (await call("GET", `/tokens/${made.id}`, { session: ada.session })).body;
    const answer = await rotate(made.id);
    expect(answer.status).toBe(201);
    const { token, prefix, updated_at, secret_created_at, ...same } = answer.body;
    expect(token).toMatch(/^cab_pat_[0-9A-Za-z]{49}$/);
    expect([token === made.token, prefix]).toEqual([false, token.slice(0, 14)]);
    for (const [key, value] of Object.entries(same)) expect([key, value]).toEqual([key, before[key]]);
    expect(Object.keys({ ...same, prefix, updated_at, secret_created_at }).sort()).toEqual(
      Object.keys(before).sort(),
    );
    expect([await use(made.token), await use(token)]).toEqual([401, 200]);
    expect((await call("GET", `/tokens/${made.id}`, { session: ada.session })).text).not.toContain(token);
  });

  it("twice leaves only the last secret", async () => {
    const made = await api.token(ada);
    const second = (await rotate(made.id, { overlap: "0" })).body.token;
    const third = (await rotate(made.id, { overlap: 0 })).body.token;
    expect([await use(made.token), await use(second), await use(third)]).toEqual([401, 401, 200]);
  });

  it("50 times at once answers 201 or 409 only, and exactly one secret lives", async () => {
    const made = await api.token(ada);
    const answers = await Promise.all(Array.from({ length: 50 }, () => rotate(made.id)));
    const won = answers.filter((answer) => answer.status === 201);
    const lost = answers.filter((answer) => answer.status === 409);
    expect([won.length, won.length + lost.length]).toEqual([1, 50]);
    expect(new Set(lost.map((answer) => answer.body.code))).toEqual(new Set(["rotation_in_progress"]));
    const alive = await Promise.all([made.token, ...won.map((answer) => answer.body.token)].map(use));
    expect(alive).toEqual([401, 200]);
    const rows = await api.database.asOwner<{ living: boolean }>(
      "SELECT ended_at IS NULL AS living FROM secrets WHERE token_id = $1",
      [made.id],
    );
    expect(rows.map((row) => row.living).sort()).toEqual([false, true]);
  });

  it("a paused token leaves it paused", async () => {
    const made = await api.token(ada);
    await call("PATCH", `/tokens/${made.id}`, { session: ada.session, body: { enabled: false } });
    const answer = await rotate(made.id);
    expect([answer.status, answer.body.status]).toEqual([201, "disabled"]);
    expect(await use(answer.body.token)).toBe(401);
    await call("PATCH", `/tokens/${made.id}`, { session: ada.session, body: { enabled: true } });
    expect([await use(made.token), await use(answer.body.token)]).toEqual([401, 200]);
  });

  it("a revoked or expired token is 409 and makes no secret", async () => {
    const [revoked, expired] = [await api.token(ada), await api.token(ada)];
    await call("DELETE", `/tokens/${revoked.id}`, { session: ada.session });
    await api.database.asOwner("UPDATE tokens SET expires_at = now() WHERE id = $1", [expired.id]);
    for (const [id, code] of [
      [revoked.id, "token_revoked"],
      [expired.id, "token_expired"],
    ] as const) {
      const answer = await rotate(id);
      expect([answer.status, answer.body.code]).toEqual([409, code]);
      const rows = await api.database.asOwner("SELECT 1 FROM secrets WHERE token_id = $1", [id]);
      expect(rows).toHaveLength(1);
    }
  });

  it("with an unknown field is 422 and leaves the old secret", async () => {
    const made = await api.token(ada);
    for (const body of [
      { overlap: "8d" },
      { overlap: "2h30m" },
      { end_when_silent: "yes" },
      { overlap: -1 },
      { token: "cab_pat_mine" },
      { expires_at: null },
    ]) {
      expect((await rotate(made.id, body)).status).toBe(422);
    }
    expect(await use(made.token)).toBe(200);
  });

  it("that fails midway leaves the old secret working", async () => {
    const made = await api.token(ada);
    // Every statement of it in turn: the new secret, the token's own row, the log.
    const faults = [
      ["secrets", "token_id <> $id OR ends_at IS NOT NULL"],
      ["tokens", "id <> $id OR version < 2"],
      ["audit_events", "action <> 'token.rotated'"],
    ] as const;
    for (const [table, check] of faults) {
      const rule = check.replace("$id", `'${made.id}'`);
      await api.database.asOwner(`ALTER TABLE ${table} ADD CONSTRAINT fault CHECK (${rule}) NOT VALID`);
      const answer = await rotate(made.id).finally(() =>
        api.database.asOwner(`ALTER TABLE ${table} DROP CONSTRAINT fault`),
      );
      expect(answer.status).toBeGreaterThanOrEqual(500);
      expect(answer.text).not.toContain("token_id");
      expect([table, await use(made.token)]).toEqual([table, 200]);
    }
    expect((await rotate(made.id)).status).toBe(201);
  });
});

describe("an overlap", () => {
  const proof = async (id: string) =>
    (await call("GET", `/tokens/${id}/rotation`, { session: ada.session })).body.data;

  it("lets both secrets in until its end, to the moment, and never past the token's expiry", async () => {
    const made = await api.token(ada, { expires_in: "2h" });
    const answer = await rotate(made.id, { overlap: "24h" });
    expect(answer.body.rotation).toMatchObject({
      old_prefix: made.prefix,
      old_expires_at: answer.body.expires_at,
      old_last_used_at: null,
    });
    expect([await use(made.token), await use(answer.body.token)]).toEqual([200, 200]);
    const end = new Date(Date.now() + 400).toISOString();
    const moved = await call("PATCH", `/tokens/${made.id}/rotation`, {
      session: ada.session,
      body: { old_expires_at: end },
    });
    expect([moved.status, moved.body.rotation.old_expires_at]).toEqual([200, end]);
    expect(await use(made.token)).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, Date.parse(end) - Date.now() + 5));
    expect([await use(made.token), await use(answer.body.token)]).toEqual([401, 200]);
  });

  it("is shown to end with an expiry that is set after the rotation", async () => {
    const made = await api.token(ada);
    await rotate(made.id, { overlap: "7d" });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const set = await call("PATCH", `/tokens/${made.id}`, {
      session: ada.session,
      body: { expires_at: expiresAt },
    });
    expect(set.body.rotation.old_expires_at).toBe(expiresAt);
    expect((await proof(made.id)).map((one: { ends_at: string }) => one.ends_at)).toEqual([null, expiresAt]);
  });

  it("moved to where it ends, or ended on a revoked token, changes and tells nothing", async () => {
    const made = await api.token(ada);
    const { rotation } = (await rotate(made.id, { overlap: "1d", end_when_silent: true })).body;
    const state = async () => {
      const answer = await call("GET", `/tokens/${made.id}`, { session: ada.session });
      const log = await call("GET", `/audit?token=${made.id}&action=token.updated`, { session: ada.session });
      return [answer.headers.get("etag"), answer.body.updated_at, log.body.data.length];
    };
    const before = await state();
    const at = `/tokens/${made.id}/rotation`;
    const same = { session: ada.session, body: { old_expires_at: rotation.old_expires_at } };
    expect((await call("PATCH", at, same)).status).toBe(200);
    expect(await state()).toEqual(before);
    await call("DELETE", `/tokens/${made.id}`, { session: ada.session });
    await api.database.asOwner(
      `UPDATE secrets SET created_at = created_at - interval '2 days' WHERE token_id = '${made.id}'`,
    );
    const revoked = await state();
    expect((await call("DELETE", at, { session: ada.session })).status).toBe(204);
    expect(await endSilentSecrets()).toBe(0);
    expect(await state()).toEqual(revoked);
  });

  it("of another rotation ends the older secret: never more than two live", async () => {
    const made = await api.token(ada);
    const second = (await rotate(made.id, { overlap: "7d" })).body;
    const third = (await rotate(made.id, { overlap: "1h" })).body;
    expect([await use(made.token), await use(second.token), await use(third.token)]).toEqual([401, 200, 200]);
    expect(third.rotation.old_prefix).toBe(second.prefix);
    const last = (await rotate(made.id)).body;
    expect([await use(second.token), await use(third.token), await use(last.token)]).toEqual([401, 401, 200]);
    expect(last.rotation).toBeNull();
  });

  it("proves who still uses which secret, and who comes with one that has ended", async () => {
    const made = await api.token(ada);
    const { token, prefix } = (await rotate(made.id, { overlap: "1d" })).body;
    for (const secret of [made.token, made.token, token]) await use(secret);
    expect(await proof(made.id)).toMatchObject([
      { prefix, state: "current", uses: 1, last_used_ip: "127.0.0.1", refused: null },
      { prefix: made.prefix, state: "overlap", uses: 2, refused: null },
    ]);
    expect((await call("DELETE", `/tokens/${made.id}/rotation`, { session: ada.session })).status).toBe(204);
    expect([await use(made.token), await use(made.token), await use(token)]).toEqual([401, 401, 200]);
    expect(await proof(made.id)).toMatchObject([
      { state: "current", uses: 2 },
      { state: "ended", uses: 2, refused: { count: 2, last_ip: "127.0.0.1" } },
    ]);
    const again = await call("DELETE", `/tokens/${made.id}/rotation`, { session: ada.session });
    expect(again.status).toBe(204);
    const nothing = {
      session: ada.session,
      body: { old_expires_at: new Date(Date.now() + 60_000).toISOString() },
    };
    expect((await call("PATCH", `/tokens/${made.id}/rotation`, nothing)).body.code).toBe("no_overlap");
  });

  it("is extended to 7 days after the rotation at most", async () => {
    const made = await api.token(ada);
    await rotate(made.id, { overlap: "1h" });
    const extend = (days: number) =>
      call("PATCH", `/tokens/${made.id}/rotation`, {
        session: ada.session,
        body: { old_expires_at: new Date(Date.now() + days * 86_400_000).toISOString() },
      });
    expect([(await extend(6.9)).status, (await extend(7.1)).status, (await extend(-1)).status]).toEqual([
      200, 422, 422,
    ]);
  });

  it("that is to end by itself ends once the old secret was silent for a day, and says so in the log", async () => {
    const [silent, busy, lasting] = [await api.token(ada), await api.token(ada), await api.token(ada)];
    for (const { id } of [silent, busy]) await rotate(id, { overlap: "7d", end_when_silent: true });
    await rotate(lasting.id, { overlap: "7d" });
    await use(busy.token);
    expect(await endSilentSecrets()).toBe(0);
    // A day and an hour later, but for the busy one's last use.
    await api.database.asOwner("UPDATE secrets SET created_at = created_at - interval '25 hours'");
    expect(await endSilentSecrets()).toBe(1);
    expect([await use(silent.token), await use(busy.token), await use(lasting.token)]).toEqual([
      401, 200, 200,
    ]);
    const log = await call("GET", `/audit?token=${silent.id}&action=token.updated`, { session: ada.session });
    expect(log.body.data).toMatchObject([{ reason: "silent", actor: { type: "system" } }]);
    expect(await endSilentSecrets()).toBe(0);
  });
});

describe("rotating with a new expiry", () => {
  it("revives an expired token, with the new secret only", async () => {
    const made = await api.token(ada);
    await api.database.asOwner("UPDATE tokens SET expires_at = now() WHERE id = $1", [made.id]);
    const answer = await rotate(made.id, { expires_in: "30d", overlap: "1d" });
    expect([answer.status, answer.body.status]).toEqual([201, "active"]);
    expect([await use(made.token), await use(answer.body.token)]).toEqual([401, 200]);
  });

  it("never beyond the calling token's own", async () => {
    const own = await api.token(ada, { scopes: ["admin"], expires_in: "2d" });
    const made = await api.token(ada, { expires_in: "1d" });
    const by = (body: object) => call("POST", `/tokens/${made.id}/rotate`, { token: own.token, body });
    for (const expires_in of ["3d", "never"]) {
      expect((await by({ expires_in })).body.code).toBe("beyond_own_rights");
    }
    expect(await use(made.token)).toBe(200);
    expect((await by({ expires_in: "1d" })).status).toBe(201);
  });
});

describe("an Idempotency-Key", () => {
  const withKey = (key: string, address: string, body: unknown, person = ada) =>
    call("POST", address, { session: person.session, body, headers: { "Idempotency-Key": key } });

  it("makes one token of many repetitions, at once or later, and shows its secret once", async () => {
    const body = { name: "once", scopes: ["machines:read"] };
    const answers = await Promise.all(Array.from({ length: 12 }, () => withKey("k-1", "/tokens", body)));
    const made = answers.filter(({ status }) => status === 201);
    const replayed = [
      ...answers.filter(({ status }) => status === 200),
      await withKey("k-1", "/tokens", body),
    ];
    expect([made.length, replayed.length]).toEqual([1, 12]);
    for (const answer of replayed) {
      expect(answer.headers.get("idempotency-replayed")).toBe("true");
      expect(answer.body.id).toBe(made[0]?.body.id);
      expect(answer.text).not.toContain(made[0]?.body.token);
    }
    expect(made[0]?.headers.get("idempotency-replayed")).toBeNull();
    const rows = await api.database.asOwner("SELECT 1 FROM tokens WHERE name = 'once'");
    expect(rows).toHaveLength(1);
  });

  it("rotates once", async () => {
    const made = await api.token(ada);
    const answers = [
      await withKey("k-2", `/tokens/${made.id}/rotate`, { overlap: "1h" }),
      await withKey("k-2", `/tokens/${made.id}/rotate`, { overlap: "1h" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200]);
    expect(answers[1]?.body.prefix).toBe(answers[0]?.body.prefix);
  });

  it("is 422 with another body or another token, and is each caller's own", async () => {
    await withKey("k-3", "/tokens", { name: "a", scopes: ["machines:read"] });
    const other = await withKey("k-3", "/tokens", { name: "b", scopes: ["machines:read"] });
    expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
    const made = await api.token(ada);
    expect((await withKey("k-3", `/tokens/${made.id}/rotate`, {})).status).toBe(422);
    const bob = await api.person({ roles: { core: "viewer" } });
    expect((await withKey("k-3", "/tokens", { name: "c", scopes: ["machines:read"] }, bob)).status).toBe(201);
    expect((await withKey("käse", "/tokens", { name: "d", scopes: ["machines:read"] })).status).toBe(422);
  });

  it("of a call that failed can be used again", async () => {
    expect((await withKey("k-4", "/tokens", { name: "e", scopes: ["users:write"] })).status).toBe(403);
    expect((await withKey("k-4", "/tokens", { name: "e", scopes: ["machines:read"] })).status).toBe(201);
  });
});
