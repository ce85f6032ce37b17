import { beforeAll, describe, expect, it } from "vitest";
import { call, type Person, useApi } from "@/lib/testing/api";

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
