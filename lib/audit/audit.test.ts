import { beforeAll, describe, expect, it, vi } from "vitest";
import { uuidv7 } from "@/lib/database/uuid";
import { type Answer, type CallOptions, call, type Person, useApi } from "@/lib/testing/api";
import { TokenSecret } from "@/lib/tokens/secret";

const api = useApi();
let ada: Person;
let eve: Person;
let chief: Person;
let root: Person;

beforeAll(async () => {
  await api.fleet("core", ["production", "staging"]);
  await api.fleet("edge");
  ada = await api.person({ roles: { core: "deployer" } });
  eve = await api.person({ roles: { edge: "deployer" } });
  chief = await api.person({ roles: { core: "admin" } });
  root = await api.person({ admin: true });
});

interface Entry {
  id: string;
  action: string;
  decision: string;
  rbac_decision: string;
  credential: string;
  actor: { type: string; id: string } | null;
  api_token_id: string | null;
  fleet: string | null;
  namespace: string | null;
  status_code: number;
  required_scopes: string[];
  reason: string | null;
  request_id: string;
  changes: { before: Record<string, unknown> | null; after: Record<string, unknown> | null } | null;
}

const machines = "/fleets/core/machines";
const entries = async (query: string, options: CallOptions = { session: root.session }): Promise<Entry[]> => {
  const answer = await call("GET", `/audit?${query}`, options);
  expect(answer.status).toBe(200);
  return answer.body.data;
};
/** The entries of one request. */
const of = (answer: Answer) => entries(`request_id=${answer.headers.get("x-request-id")}`);
const outline = ({ action, decision, rbac_decision, credential, status_code }: Entry) =>
  [action, decision, rbac_decision, credential, status_code].join(" ");

describe("a change by a session", () => {
  it("leaves one entry each, with who, what, before and after", async () => {
    const own = { session: ada.session };
    const made = await call("POST", "/tokens", {
      ...own,
      body: { name: "logged", scopes: ["machines:read"] },
    });
    const address = `/tokens/${made.body.id}`;
    const updated = await call("PATCH", address, {
      ...own,
      body: { name: "renamed", enabled: false, reason: "why" },
    });
    const rotated = await call("POST", `${address}/rotate`, { ...own, body: {} });
    const revoked = await call("DELETE", `${address}?reason=over`, own);
    const log = await Promise.all([made, updated, rotated, revoked].map(of));
    expect(log.map((rows) => rows.map(outline))).toEqual([
      ["token.created allow allow session 201"],
      ["token.updated allow allow session 200"],
      ["token.rotated allow allow session 201"],
      ["token.revoked allow allow session 204"],
    ]);
    for (const [entry] of log) {
      expect(entry?.actor).toMatchObject({ type: "user", id: ada.id });
      expect(entry?.api_token_id).toBe(made.body.id);
    }
    expect(log[0]?.[0]?.changes?.after).toMatchObject({ name: "logged", scopes: ["machines:read"] });
    expect(log[1]?.[0]?.changes?.before).toMatchObject({ name: "logged", enabled: true });
    expect(log[1]?.[0]?.changes?.after).toMatchObject({ name: "renamed", enabled: false });
    expect(log[1]?.[0]?.reason).toBe("why");
    expect(log[2]?.[0]?.changes?.after).toMatchObject({ prefix: rotated.body.prefix });
    expect(log[3]?.[0]?.reason).toBe("over");
    expect(await entries(`token=${made.body.id}`)).toHaveLength(4);
  });
});

describe("a call by a token", () => {
  it("leaves its use, its change beside it, or its refusal, with what was required", async () => {
    const { id, token } = await api.token(ada, { scopes: ["machines:read", "machines:write"] });
    const made = await call("POST", machines, { token, body: { name: "m1", namespace: "production" } });
    const answers = [
      made,
      await call("GET", machines, { token }),
      await call("GET", `${machines}/${uuidv7()}`, { token }),
      await call("GET", `${machines}?limit=0`, { token }),
      await call("POST", machines, { token, body: { name: "m1", namespace: "production" } }),
      await call("GET", "/tokens", { token }),
      await call("GET", "/fleets/edge/machines", { token }),
      await call("GET", "/whoami", { token }),
    ];
    const log = await Promise.all(answers.map(of));
    expect(log.map((rows) => rows.map(outline).sort())).toEqual([
      ["machine.created allow allow token 201", "token.used allow allow token 201"],
      ["token.used allow allow token 200"],
      ["token.used error allow token 404"],
      ["token.used error allow token 422"],
      ["token.used error allow token 409"],
      ["token.refused deny deny token 403"],
      ["token.used error allow token 404"],
      ["token.used allow allow token 200"],
    ]);
    for (const [n, rows] of log.entries()) {
      for (const entry of rows) {
        expect(entry.actor).toMatchObject({ type: "token", id });
        expect([entry.api_token_id, entry.request_id]).toEqual([id, answers[n]?.headers.get("x-request-id")]);
      }
    }
    const required = log.map(
      (rows) => rows.find((row) => row.action !== "machine.created")?.required_scopes[0],
    );
    expect(required).toEqual([
      "machines:write",
      "machines:read",
      "machines:read",
      "machines:read",
      "machines:write",
      "admin",
      "machines:read",
      undefined,
    ]);
  });

  it("names the fleet it was about where its owner may see that, and none that it may not", async () => {
    const { token } = await api.token(ada);
    const fleetOf = async (address: string) => (await of(await call("GET", address, { token })))[0]?.fleet;
    expect(await fleetOf(machines)).toBe("core");
    expect(await fleetOf(`${machines}?bogus=1`)).toBe("core");
    expect(await fleetOf("/fleets/edge/machines")).toBeNull();
    expect(await fleetOf("/whoami")).toBeNull();
  });
});

describe("a refusal", () => {
  it("of a found token says which, and why", async () => {
    const made = await api.token(ada, { allowed_ips: ["10.0.0.0/8"] });
    const send = (ip = "10.0.0.1") => call("GET", machines, { token: made.token, ip });
    const sql = (set: string) => api.database.asOwner(`UPDATE tokens SET ${set} WHERE id = $1`, [made.id]);
    const reasons: (string | null | undefined)[] = [];
    const refuse = async (status: number, ip?: string) => {
      const answer = await send(ip);
      const [entry] = await of(answer);
      expect([answer.status, entry && outline(entry)]).toEqual([
        status,
        `token.refused deny deny token ${status}`,
      ]);
      expect([entry?.api_token_id, entry?.actor?.id]).toEqual([made.id, made.id]);
      reasons.push(entry?.reason);
    };
    await refuse(403, "192.0.2.1");
    await sql("enabled = false");
    await refuse(401);
    await sql("expires_at = now()");
    await refuse(401);
    await sql("revoked_at = now()");
    await refuse(401);
    expect(reasons).toEqual(["address_not_allowed", "paused", "expired", "revoked"]);
  });

  it("of an unknown secret has its prefix and no token", async () => {
    const secret = TokenSecret.generate("personal");
    const [entry] = await of(await call("GET", machines, { token: secret.reveal(), ip: "192.0.2.77" }));
    expect(entry).toMatchObject({
      action: "token.refused",
      reason: "unknown",
      secret_prefix: secret.prefix(),
      api_token_id: null,
    });
  });

  it("of a session is recorded; its looking at things is not", async () => {
    const own = { session: ada.session };
    const refused = await call("POST", "/tokens", { ...own, body: { name: "x", scopes: ["users:read"] } });
    const foreign = await call("POST", "/tokens", { ...own, headers: { origin: "null" }, body: {} });
    const log = [...(await of(refused)), ...(await of(foreign))];
    expect(log.map(outline)).toEqual(Array(2).fill("session.refused deny deny session 403"));
    expect(log.map((entry) => entry.reason)).toEqual(["beyond_own_rights", "foreign_origin"]);
    for (const looked of [await call("GET", "/tokens", own), await call("GET", `/tokens/${uuidv7()}`, own)]) {
      expect(await of(looked)).toEqual([]);
    }
  });
});

describe("GET /audit", () => {
  const reads = async (options: CallOptions, token: string) =>
    (await entries(`token=${token}`, options)).length;

  it("shows everyone their own tokens' entries, others nothing, an instance admin all", async () => {
    const made = await api.token(ada);
    await call("GET", machines, { token: made.token });
    expect(await reads({ session: ada.session }, made.id)).toBe(2);
    expect(await reads({ session: eve.session }, made.id)).toBe(0);
    expect(await reads({ session: root.session }, made.id)).toBe(2);
    const foreign = await entries("limit=200", { session: eve.session });
    expect(foreign.filter((entry) => entry.actor?.id !== eve.id)).toEqual([]);
  });

  it("shows a fleet's admin what happened in the fleet, whoever did it, and nothing of other fleets", async () => {
    const made = await call("POST", machines, {
      session: ada.session,
      body: { name: "seen", namespace: "production" },
    });
    const there = await call("POST", "/fleets/edge/machines", {
      session: eve.session,
      body: { name: "seen", namespace: "production" },
    });
    const { token } = await api.token(chief, { kind: "fleet", fleet: "core", scopes: ["audit:read"] });
    for (const reader of [{ session: chief.session }, { token }]) {
      const see = (answer: Answer) => entries(`request_id=${answer.headers.get("x-request-id")}`, reader);
      expect((await see(made)).map((entry) => entry.action)).toEqual(["machine.created"]);
      expect(await see(there)).toEqual([]);
      const all = await entries("limit=200", reader);
      expect(
        all
          .filter((entry) => entry.fleet !== "core" && entry.actor?.id !== chief.id)
          .map((entry) => entry.action),
      ).toEqual([]);
    }
  });

  it("is closed to tokens without audit:read, and to those bound to a namespace", async () => {
    const plain = await api.token(chief);
    const bound = await api.token(chief, { scopes: ["audit:read"], namespaces: ["staging"] });
    const inherits = await api.token(ada, { scopes: undefined, inherit: true });
    for (const { token } of [plain, bound, inherits]) {
      const answer = await call("GET", "/audit", { token });
      expect([answer.status, answer.body.required]).toEqual([403, ["audit:read"]]);
      expect(answer.body.held).not.toContain("audit:read");
    }
  });

  it("shows an instance admin's token all only when it is unbound and holds audit:read", async () => {
    const made = await api.token(eve);
    const unbound = await api.token(root, { scopes: ["audit:read"] });
    const bound = await api.token(root, { scopes: ["audit:read"], fleets: ["core"] });
    expect(await reads({ token: unbound.token }, made.id)).toBe(1);
    expect(await reads({ token: bound.token }, made.id)).toBe(0);
  });

  it("is newest first, pages through each entry once, and filters", async () => {
    const made = await api.token(ada);
    for (let n = 0; n < 7; n++) await call("GET", n % 2 ? machines : "/tokens", { token: made.token });
    const seen: string[] = [];
    let cursor = "";
    do {
      const answer = await call("GET", `/audit?token=${made.id}&limit=3${cursor}`, { session: ada.session });
      seen.push(...answer.body.data.map((entry: Entry) => entry.id));
      cursor = answer.body.next_cursor ? `&cursor=${answer.body.next_cursor}` : "";
    } while (cursor);
    expect([seen.length, new Set(seen).size]).toEqual([8, 8]);
    expect(seen).toEqual([...seen].sort().reverse());
    expect(await entries(`token=${made.id}&decision=deny`)).toHaveLength(4);
    expect(await entries(`token=${made.id}&action=token.used`)).toHaveLength(3);
    expect(await entries(`actor=${made.id}`)).toHaveLength(7);
    for (const query of ["token=x", "decision=maybe", "bogus=1", "cursor=x", "action=%00", "request_id=1"]) {
      expect((await call("GET", `/audit?${query}`, { session: ada.session })).status).toBe(422);
    }
  });
});

describe("while the log cannot be written", () => {
  type Fault = [string, () => Promise<() => Promise<unknown>>];
  const owner = (sql: string) => api.database.asOwner(sql);
  const faults: Fault[] = [
    [
      "because a row is not accepted",
      async () => {
        await owner("ALTER TABLE audit_events ADD CONSTRAINT fault CHECK (false) NOT VALID");
        return () => owner("ALTER TABLE audit_events DROP CONSTRAINT fault");
      },
    ],
    [
      "because the table is locked",
      async () => {
        await owner("BEGIN");
        await owner("LOCK TABLE audit_events IN ACCESS EXCLUSIVE MODE");
        return () => owner("ROLLBACK");
      },
    ],
    [
      "because the role may not",
      async () => {
        await owner("REVOKE INSERT ON audit_events FROM cabinet_app");
        return () => owner("GRANT INSERT ON audit_events TO cabinet_app");
      },
    ],
  ];

  it.each(faults)(
    "%s, nothing is changed or let in: 503 within 2.5 s; afterwards all works again",
    async (_, breakLog) => {
      const told = vi.spyOn(console, "error").mockImplementation(() => {});
      const made = await api.token(ada, { scopes: ["machines:read", "machines:write"] });
      const paused = await api.token(ada, { enabled: false });
      const own = { session: ada.session };
      const attempts = [
        () => call("GET", machines, { token: made.token }),
        () => call("GET", "/whoami", { token: made.token }),
        () =>
          call("POST", machines, { token: made.token, body: { name: "unlogged", namespace: "production" } }),
        () => call("POST", machines, { ...own, body: { name: "unlogged", namespace: "production" } }),
        () => call("POST", "/tokens", { ...own, body: { name: "unlogged", scopes: ["machines:read"] } }),
        () => call("PATCH", `/tokens/${paused.id}`, { ...own, body: { enabled: true } }),
        () => call("POST", `/tokens/${made.id}/rotate`, { ...own, body: {} }),
        () => call("DELETE", `/tokens/${made.id}`, own),
      ];
      const mend = await breakLog();
      const timed = async (attempt: () => Promise<Answer>) => {
        const began = performance.now();
        const answer = await attempt();
        return { answer, took: performance.now() - began };
      };
      const answers: Awaited<ReturnType<typeof timed>>[] = [];
      try {
        // Changes of rights wait for each other, so only one of them is among those at once.
        answers.push(...(await Promise.all(attempts.slice(0, 6).map(timed))));
        for (const attempt of attempts.slice(6)) answers.push(await timed(attempt));
      } finally {
        await mend();
      }
      expect(answers.map(({ answer }) => answer.status)).toEqual(attempts.map(() => 503));
      for (const { answer, took } of answers) {
        expect(answer.body.code).toBe("unavailable");
        expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
        expect(took).toBeLessThan(2_500);
      }
      const [rows] = await api.database.asOwner<{ tokens: string; machines: string }>(
        `SELECT (SELECT count(*) FROM tokens WHERE name = 'unlogged') AS tokens,
        (SELECT count(*) FROM machines WHERE name = 'unlogged') AS machines`,
      );
      expect(rows).toEqual({ tokens: "0", machines: "0" });
      expect((await call("GET", `/tokens/${paused.id}`, own)).body.status).toBe("disabled");
      told.mockRestore();
      // No restart: the very next call is let in, with the secret that was there before.
      expect((await call("GET", machines, { token: made.token })).status).toBe(200);
      expect((await call("DELETE", `/tokens/${made.id}`, own)).status).toBe(204);
    },
  );

  it("health is not green where rows are not accepted by right", async () => {
    await owner("REVOKE INSERT ON audit_events FROM cabinet_app");
    const answer = await call("GET", "/health").finally(() =>
      owner("GRANT INSERT ON audit_events TO cabinet_app"),
    );
    expect([answer.status, (await call("GET", "/health")).status]).toEqual([503, 200]);
  });
});
