/** Rights that change between the verdict and the write: nothing is done under the old right. */
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { db, pool } from "@/lib/database/client";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let core: { id: string };

beforeAll(async () => {
  core = await api.fleet("core");
});
afterEach(() => vi.restoreAllMocks());

const lower = (person: Person) =>
  db().member.update({
    where: { fleetId_userId: { fleetId: core.id, userId: person.id } },
    data: { role: "viewer" },
  });
const deployer = () => api.person({ roles: { core: "deployer" } });
const names = async () =>
  (await db().machine.findMany({ select: { name: true } })).map((machine) => machine.name);
const register = (name: string, credential: { token: string } | { session: string }) =>
  call("POST", "/fleets/core/machines", { ...credential, body: { name, namespace: "production" } });

/** Runs `event` once, right after the caller was found and before anything is done for it. */
function afterLookUp(times: number, event: () => Promise<unknown>): () => number {
  const found = pool();
  const query = found.query.bind(found) as (...args: unknown[]) => Promise<unknown>;
  let done = 0;
  vi.spyOn(found, "query").mockImplementation((async (...args: unknown[]) => {
    const result = await query(...args);
    const name = (args[0] as { name?: string }).name;
    if ((name === "token_by_secret" || name === "session_by_id") && done < times) {
      done += 1;
      await event();
    }
    return result;
  }) as never);
  return () => done;
}

describe("a right that is lost between look-up and write", () => {
  it("is not used by a token: the change is judged again and refused", async () => {
    const ada = await deployer();
    const { token, id } = await api.token(ada, { scopes: ["machines:write"] });
    const happened = afterLookUp(1, () => lower(ada));
    const answer = await register("late-1", { token });
    expect([answer.status, happened()]).toEqual([403, 1]);
    expect(await names()).not.toContain("late-1");
    const log = await db().auditEvent.findMany({
      where: { apiTokenId: id, method: "POST", path: { contains: "machines" } },
    });
    expect(log.map((row) => [row.action, row.decision, row.rbacDecision])).toEqual([
      ["token.refused", "deny", "deny"],
    ]);
  });

  it("is not used by a session", async () => {
    const ada = await deployer();
    afterLookUp(1, () => lower(ada));
    expect((await register("late-2", { session: ada.session })).status).toBe(403);
    expect(await names()).not.toContain("late-2");
  });

  it("is not used to read either, where reading is recorded", async () => {
    const ada = await deployer();
    const { token } = await api.token(ada);
    afterLookUp(1, () => db().member.deleteMany({ where: { userId: ada.id } }));
    expect((await call("GET", "/fleets/core/machines", { token })).status).toBe(403);
  });

  it("by revoking the token makes the call 401, and by deactivating its owner", async () => {
    const [ada, eve] = [await deployer(), await deployer()];
    const [one, two] = [
      await api.token(ada, { scopes: ["machines:write"] }),
      await api.token(eve, { scopes: ["machines:write"] }),
    ];
    afterLookUp(1, () => db().token.update({ where: { id: one.id }, data: { revokedAt: new Date() } }));
    expect((await register("late-3", one)).status).toBe(401);
    vi.restoreAllMocks();
    afterLookUp(1, () => db().user.update({ where: { id: eve.id }, data: { deactivatedAt: new Date() } }));
    expect((await register("late-4", two)).status).toBe(401);
    expect(await names()).toEqual(expect.not.arrayContaining(["late-3", "late-4"]));
  });

  it("does not let a person make, rotate or resume a token any more", async () => {
    const gone = (person: Person) => () =>
      db().user.update({ where: { id: person.id }, data: { deactivatedAt: new Date() } });
    const before = await db().secret.count();
    for (const [method, suffix, body] of [
      ["POST", "", { name: "late", scopes: ["machines:read"] }],
      ["POST", "/ID/rotate", {}],
      ["PATCH", "/ID", { enabled: true }],
      ["POST", "/revoke-all", { kind: "personal" }],
    ] as const) {
      const ada = await deployer();
      const made = await api.token(ada, { enabled: false });
      afterLookUp(1, gone(ada));
      const answer = await call(method, `/tokens${suffix.replace("ID", made.id)}`, {
        session: ada.session,
        body,
      });
      vi.restoreAllMocks();
      expect([suffix, answer.status]).toEqual([suffix, 401]);
      const token = await db().token.findUniqueOrThrow({ where: { id: made.id } });
      expect([token.enabled, token.revokedAt]).toEqual([false, null]);
    }
    // The four that were made at first, and no secret more.
    expect(await db().secret.count()).toBe(before + 4);
  });
});

describe("rights that move, but not against the caller", () => {
  it("let the change happen, once, and answer it once", async () => {
    const [ada, eve] = [await deployer(), await deployer()];
    const { token, id } = await api.token(ada, { scopes: ["machines:write"] });
    const happened = afterLookUp(1, () => lower(eve));
    const answer = await register("kept", { token });
    expect([answer.status, happened()]).toEqual([201, 1]);
    expect((await names()).filter((name) => name === "kept")).toHaveLength(1);
    const log = await db().auditEvent.findMany({
      where: { apiTokenId: id, statusCode: 201, path: { contains: "machines" } },
    });
    expect(log.map((row) => row.action).sort()).toEqual(["machine.created", "token.used"]);
  });

  it("let 60 changes of rights at once all happen, by session and by token", async () => {
    const ada = await deployer();
    const manager = await api.token(ada, { scopes: ["admin"] });
    const made = await Promise.all(Array.from({ length: 60 }, () => api.token(ada)));
    const answers = await Promise.all(
      made.map(({ id }, n) =>
        call("DELETE", `/tokens/${id}`, n % 2 ? { session: ada.session } : { token: manager.token }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(made.map(() => 204));
  });
});

describe("the caller's own rights that go on moving", () => {
  it("end in a 503 that says when to come back, with nothing done", async () => {
    const ada = await deployer();
    const { token } = await api.token(ada, { scopes: ["machines:write"] });
    let name = 0;
    const happened = afterLookUp(100, () =>
      db().member.update({
        where: { fleetId_userId: { fleetId: core.id, userId: ada.id } },
        data: { role: name++ % 2 ? "deployer" : "admin" },
      }),
    );
    const answer = await register("never", { token });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(happened()).toBeGreaterThan(1);
    expect(await names()).not.toContain("never");
  });

  it("are looked at again when nobody can tell any more what moved", async () => {
    const ada = await deployer();
    const { token } = await api.token(ada, { scopes: ["machines:write"] });
    const happened = afterLookUp(1, async () => {
      await lower(ada);
      await api.database.asOwner("DELETE FROM rights_events");
    });
    expect([(await register("untold", { token })).status, happened()]).toEqual([403, 1]);
    expect(await names()).not.toContain("untold");
  });
});
