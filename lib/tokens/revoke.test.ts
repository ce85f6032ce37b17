import pg from "pg";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { type CallOptions, call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;
let eve: Person;
let root: Person;

beforeAll(async () => {
  await api.fleet("core");
  ada = await api.person({ roles: { core: "deployer" } });
  eve = await api.person({ roles: { core: "deployer" } });
  root = await api.person({ admin: true });
});

const use = async (token: string) => (await call("GET", "/whoami", { token })).status;
const get = async (id: string, person = ada) =>
  (await call("GET", `/tokens/${id}`, { session: person.session })).body;
const revokeAll = (session: string, body: Record<string, unknown> = {}) =>
  call("POST", "/tokens/revoke-all", { session, body: { kind: "personal", ...body } });

const child = { name: "a child", scopes: ["machines:read"] };

/** Creates by several callers, each one after the other, until they are told to stop or the credential is refused. */
function keepCreating(credential: CallOptions, callers: number) {
  const made: { token: string; answered: number }[] = [];
  let going = true;
  const ended = Promise.all(
    Array.from({ length: callers }, async () => {
      while (going) {
        const { status, body } = await call("POST", "/tokens", { ...credential, body: child });
        if (status === 201) made.push({ token: body.token, answered: performance.now() });
        if (status === 401) return;
      }
    }),
  );
  return {
    made,
    async stop() {
      going = false;
      await ended;
    },
    async refused() {
      await ended;
    },
  };
}

/** Those of the tokens that are let in. */
async function letIn<T extends { token: string }>(tokens: T[]): Promise<T[]> {
  const statuses = await Promise.all(tokens.map((each) => use(each.token)));
  return tokens.filter((_, i) => statuses[i] !== 401);
}

/** Takes a lock as the owner, in a transaction of its own, until it is released. */
async function hold(sql: string): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: api.database.ownerUrl });
  await client.connect();
  await client.query("BEGIN");
  await client.query(sql);
  return { release: () => client.end() };
}

async function waitingForLocks(): Promise<number> {
  const [row] = await api.database.asOwner<{ n: string }>(
    "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  );
  return Number(row?.n);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  await vi.waitFor(async () => expect(await holds()).toBe(true), { timeout: 5_000, interval: 5 });
}

describe("revoking", () => {
  it("refuses the token on its next request, and keeps its row with who and why", async () => {
    const made = await api.token(ada);
    expect(await use(made.token)).toBe(200);
    const answer = await call("DELETE", `/tokens/${made.id}?reason=leaked%20%F0%9F%94%A5`, {
      session: ada.session,
    });
    expect([answer.status, answer.text]).toEqual([204, ""]);
    expect(await use(made.token)).toBe(401);
    expect(await get(made.id)).toMatchObject({
      status: "revoked",
      revoke_reason: "leaked 🔥",
      revoked_by: { type: "user", id: ada.id },
    });
  });

  it("again is 204 and changes nothing, whoever asks and why", async () => {
    const made = await api.token(ada);
    await call("DELETE", `/tokens/${made.id}?reason=first`, { session: ada.session });
    const before = await get(made.id);
    for (const person of [ada, root]) {
      const again = await call("DELETE", `/tokens/${made.id}?reason=second`, { session: person.session });
      expect(again.status).toBe(204);
    }
    expect(await get(made.id)).toEqual(before);
    const log = await api.database.asOwner(
      "SELECT 1 FROM audit_events WHERE action = 'token.revoked' AND api_token_id = $1",
      [made.id],
    );
    expect(log).toHaveLength(1);
  });

  it("cannot be undone by resuming or rotating", async () => {
    const made = await api.token(ada);
    await call("DELETE", `/tokens/${made.id}`, { session: ada.session });
    const options = { session: ada.session, body: { enabled: true } };
    expect((await call("PATCH", `/tokens/${made.id}`, options)).status).toBe(409);
    expect((await call("POST", `/tokens/${made.id}/rotate`, { ...options, body: {} })).status).toBe(409);
    expect(await use(made.token)).toBe(401);
  });

  it("is the instance admin's right, too, and nobody else's", async () => {
    const made = await api.token(ada);
    expect((await call("DELETE", `/tokens/${made.id}`, { session: eve.session })).status).toBe(404);
    expect(await use(made.token)).toBe(200);
    expect((await call("DELETE", `/tokens/${made.id}`, { session: root.session })).status).toBe(204);
    expect((await get(made.id)).revoked_by).toMatchObject({ type: "user", id: root.id });
    expect(await use(made.token)).toBe(401);
  });

  it("holds against 16 callers: nobody who begins after the answer is let in", async () => {
    const made = await api.token(ada);
    const calls: { began: number; status: number }[] = [];
    let going = true;
    const callers = Array.from({ length: 16 }, async () => {
      while (going) {
        const began = performance.now();
        calls.push({ began, status: await use(made.token) });
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    await call("DELETE", `/tokens/${made.id}`, { session: ada.session });
    const answered = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 150));
    going = false;
    await Promise.all(callers);
    const late = calls.filter((each) => each.began > answered);
    expect(calls.some((each) => each.status === 200)).toBe(true);
    expect(late.length).toBeGreaterThan(0);
    expect(late.filter((each) => each.status !== 401)).toEqual([]);
  });
});

describe("revoking all", () => {
  it("ends the caller's own tokens, paused and expired ones too, and nobody else's", async () => {
    const me = await api.person({ roles: { core: "admin" } });
    const tokens = [await api.token(me), await api.token(me), await api.token(me), await api.token(me)];
    const [active, paused, expired, revoked] = tokens;
    const ofFleet = await api.token(me, { kind: "fleet", fleet: "core" });
    const ofEve = await api.token(eve);
    await call("PATCH", `/tokens/${paused?.id}`, { session: me.session, body: { enabled: false } });
    await api.database.asOwner("UPDATE tokens SET expires_at = now() WHERE id = $1", [expired?.id]);
    await call("DELETE", `/tokens/${revoked?.id}?reason=before`, { session: me.session });

    const dry = await revokeAll(me.session, { dry_run: true });
    expect([dry.status, dry.body]).toEqual([200, { revoked: 3 }]);
    expect(await use(active?.token ?? "")).toBe(200);

    const done = await revokeAll(me.session, { reason: "laptop stolen" });
    expect([done.status, done.body]).toEqual([200, { revoked: 3 }]);
    for (const each of tokens) {
      expect(await use(each.token)).toBe(401);
      const view = await get(each.id, me);
      expect([view.status, view.revoke_reason]).toEqual([
        "revoked",
        each === revoked ? "before" : "laptop stolen",
      ]);
      expect(view.revoked_by).toMatchObject({ type: "user", id: me.id });
    }
    expect([await use(ofFleet.token), await use(ofEve.token)]).toEqual([200, 200]);
    expect((await revokeAll(me.session)).body).toEqual({ revoked: 0 });

    const log = await api.database.asOwner<{ api_token_id: string; batch_id: string; reason: string }>(
      "SELECT api_token_id, batch_id, reason FROM audit_events WHERE action = 'token.revoked' AND actor_id = $1 AND batch_id IS NOT NULL",
      [me.id],
    );
    expect(new Set(log.map((row) => row.api_token_id))).toEqual(
      new Set([active?.id, paused?.id, expired?.id]),
    );
    expect(new Set(log.map((row) => `${row.batch_id} ${row.reason}`)).size).toBe(1);
  });

  it("leaves nothing behind whose create was answered before it was sent, while creates go on", async () => {
    const me = await api.person({ roles: { core: "deployer" } });
    const creating = keepCreating({ session: me.session }, 6);
    await until(() => creating.made.length >= 6);
    const sent = performance.now();
    expect((await revokeAll(me.session)).status).toBe(200);
    await creating.stop();
    const before = creating.made.filter((each) => each.answered < sent);
    expect(before.length).toBeGreaterThan(0);
    expect(await letIn(before)).toEqual([]);
    // It is the revoking that ended them: what is made afterwards lives.
    expect(await use((await api.token(me)).token)).toBe(200);
  });

  it.each([
    ["its secret is being written", "LOCK TABLE secrets IN SHARE MODE"],
    ["its owner is being looked at", "SELECT 1 FROM users WHERE id = '{me}' FOR UPDATE"],
  ])(
    "ends every token that a stolen admin token makes meanwhile, whenever answered: held while %s",
    async (_, lock) => {
      const me = await api.person({ roles: { core: "deployer" } });
      const stolen = await api.token(me, { scopes: ["admin"] });
      const first = await call("POST", "/tokens", { token: stolen.token, body: child });
      expect([first.status, await use(first.body.token)]).toEqual([201, 200]);

      const callers = 6;
      const barrier = await hold(lock.replace("{me}", me.id));
      const creating = keepCreating({ token: stolen.token }, callers);
      let revoking: Promise<number>;
      try {
        // All have been judged and stand in the middle of their transactions.
        await until(async () => (await waitingForLocks()) === callers);
        let answered = false;
        revoking = revokeAll(me.session).then(({ status }) => {
          answered = true;
          return status;
        });
        // Either it has gone past them, or it waits for them.
        await until(async () => answered || (await waitingForLocks()) > callers);
      } finally {
        await barrier.release();
      }
      expect(await revoking).toBe(200);
      await creating.refused();
      expect(await use(stolen.token)).toBe(401);
      expect(await letIn([{ token: first.body.token }, ...creating.made])).toEqual([]);
    },
  );

  it.each([
    ["nothing said", {}],
    ["another kind", { kind: "fleet" }],
    ["somebody else's id", { kind: "personal", owner: "x" }],
    ["a word for a flag", { kind: "personal", dry_run: "yes" }],
  ])("with %s is 422 and revokes nothing", async (_, body) => {
    const made = await api.token(ada);
    const answer = await call("POST", "/tokens/revoke-all", { session: ada.session, body });
    expect(answer.status).toBe(422);
    expect(await use(made.token)).toBe(200);
  });
});
