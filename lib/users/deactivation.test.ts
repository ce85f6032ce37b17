/** What ends when somebody is deactivated or lowered, and who is never let go. */
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/database/client";
import { factsOf } from "@/lib/http/facts";
import { signIn } from "@/lib/sessions/sign-in";
import { type Answer, call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let root: Person;

beforeAll(async () => {
  await api.fleet("core");
  await api.fleet("other");
});

/** One instance admin who is there, whatever the test before has left. */
beforeEach(async () => {
  await db().user.updateMany({ data: { admin: false } });
  root = await api.person({ admin: true });
});

const patch = (by: Person, whom: { id: string }, body: object) =>
  call("PATCH", `/users/${whom.id}`, { session: by.session, body });
const whoami = async (options: { session?: string; token?: string }) =>
  (await call("GET", "/whoami", options)).status;
const statuses = (answers: Answer[]) => answers.map(({ status }) => status).sort();

describe("deactivating a person", () => {
  it("ends sessions, tokens and links at the next call, in one transaction and under one batch id", async () => {
    const ada = await api.person({ roles: { core: "admin" } });
    const bob = await api.person({ roles: { core: "viewer" } });
    const tokens = [await api.token(ada), await api.token(ada, { fleets: ["core"] })];
    const paused = await api.token(ada, { enabled: false });
    const ofFleet = await call("POST", "/tokens", {
      session: ada.session,
      body: { name: "ci", kind: "fleet", fleet: "core", scopes: ["machines:read"] },
    });
    const others = await api.token(bob);
    await call("POST", `/users/${ada.id}/link`, { session: root.session });
    expect(await whoami({ token: tokens[0]?.token ?? "" })).toBe(200);

    const done = await patch(root, ada, { active: false, reason: "left the company" });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({
      active: false,
      deactivated_at: expect.any(String),
      fleets: [{ slug: "core", role: "admin" }],
    });
    expect(await whoami({ session: ada.session })).toBe(401);
    for (const { token } of tokens) expect(await whoami({ token })).toBe(401);
    expect(await whoami({ token: others.token })).toBe(200);
    expect(await whoami({ token: ofFleet.body.token })).toBe(200);
    expect(await db().link.count({ where: { userId: ada.id } })).toBe(0);
    const view = await call("GET", `/tokens/${paused.id}`, { session: root.session });
    expect(view.body).toMatchObject({
      status: "revoked",
      revoke_reason: "owner deactivated: left the company",
      revoked_by: { type: "user", id: root.id },
    });

    const [about] = await db().auditEvent.findMany({
      where: { subjectId: ada.id, action: "user.deactivated" },
    });
    expect(about).toMatchObject({ actorId: root.id, reason: "left the company", statusCode: 200 });
    const batch = await db().auditEvent.groupBy({
      by: ["action"],
      where: { batchId: about?.batchId ?? "" },
      _count: true,
      orderBy: { action: "asc" },
    });
    expect(batch.map(({ action, _count }) => [action, _count])).toEqual([
      ["session.ended", 1],
      ["token.revoked", 3],
      ["user.deactivated", 1],
    ]);
    // What was theirs is told as theirs, not as the admin's who ended it.
    const theirs = await db().auditEvent.findMany({
      where: { batchId: about?.batchId ?? "", action: { in: ["session.ended", "token.revoked"] } },
    });
    expect(new Set(theirs.map(({ ownerId }) => ownerId))).toEqual(new Set([ada.id]));
    // Again: nothing changes, nothing is told.
    expect((await patch(root, ada, { active: false })).status).toBe(200);
    expect(await db().auditEvent.count({ where: { action: "user.deactivated", subjectId: ada.id } })).toBe(1);
  });

  it("lets nobody in by password, and coming back brings roles and password, but no token", async () => {
    const made = await call("POST", "/users", {
      session: root.session,
      body: { email: "back@example.org", name: "Back", password: "correct horse battery" },
    });
    const back = { id: made.body.id, email: "back@example.org" };
    const core = await db().fleet.findUniqueOrThrow({ where: { slug: "core" } });
    await db().member.create({ data: { fleetId: core.id, userId: back.id, role: "viewer" } });
    const session = "01900000-0000-7000-8000-0000000000aa";
    await db().session.create({ data: { id: session, userId: back.id } });
    const token = await api.token({ ...back, session });
    await patch(root, back, { active: false });
    const attempt = () =>
      signIn(
        { email: back.email, password: "correct horse battery", knownDevice: true, replaces: null },
        factsOf(new Headers(), "POST", "/api/auth/callback/credentials"),
      );
    expect(await attempt()).toBeNull();
    const again = await patch(root, back, { active: true });
    expect(again.body).toMatchObject({ active: true, deactivated_at: null, fleets: [{ role: "viewer" }] });
    expect(await attempt()).not.toBeNull();
    expect(await whoami({ session })).toBe(401);
    expect(await whoami({ token: token.token })).toBe(401);
    const rows = await db().auditEvent.findMany({ where: { action: "user.reactivated" } });
    expect(rows).toMatchObject([{ subjectId: back.id, actorId: root.id }]);
  });

  it("works for a fleet's last admin, and a token may do it to who holds no more than it", async () => {
    const ada = await api.person({ roles: { other: "admin" } });
    const { token } = await api.token(root, { scopes: ["admin"] });
    const done = await call("PATCH", `/users/${ada.id}`, { token, body: { active: false } });
    expect(done.status).toBe(200);
    expect(await whoami({ session: ada.session })).toBe(401);
  });

  it("happens wholly or not at all", async () => {
    const ada = await api.person({ roles: { core: "viewer" } });
    const token = await api.token(ada);
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    await api.database.asOwner(
      "ALTER TABLE tokens ADD CONSTRAINT fault CHECK (revoked_at IS NULL) NOT VALID",
    );
    const failed = await patch(root, ada, { active: false });
    await api.database.asOwner("ALTER TABLE tokens DROP CONSTRAINT fault");
    told.mockRestore();
    expect(failed.status).toBe(500);
    expect(await whoami({ session: ada.session })).toBe(200);
    expect(await whoami({ token: token.token })).toBe(200);
    expect(await db().auditEvent.count({ where: { action: "user.deactivated", subjectId: ada.id } })).toBe(0);
  });

  it("leaves nothing of what was being made meanwhile", async () => {
    const ada = await api.person({ roles: { core: "viewer" } });
    const making = Array.from({ length: 12 }, () =>
      call("POST", "/tokens", { session: ada.session, body: { name: "race", scopes: ["machines:read"] } }),
    );
    const [done, ...made] = await Promise.all([patch(root, ada, { active: false }), ...making]);
    expect(done?.status).toBe(200);
    for (const answer of made) {
      expect([201, 401]).toContain(answer.status);
      if (answer.status === 201) expect(await whoami({ token: answer.body.token })).toBe(401);
    }
    expect(await db().token.count({ where: { ownerUserId: ada.id, revokedAt: null } })).toBe(0);
  });
});

describe("the last active instance admin", () => {
  it("is neither deactivated nor lowered, by themselves or a token, until there is another who has signed in", async () => {
    const { token } = await api.token(root, { scopes: ["admin"] });
    for (const body of [{ active: false }, { admin: false }, { admin: false, active: false }]) {
      expect((await patch(root, root, body)).body.code).toBe("last_admin");
      expect((await call("PATCH", `/users/${root.id}`, { token, body })).body.code).toBe("last_admin");
    }
    // An invitation may run out, and then nobody could make another.
    await call("POST", "/users", {
      session: root.session,
      body: { email: "soon@example.org", name: "Soon", admin: true },
    });
    expect((await patch(root, root, { admin: false })).body.code).toBe("last_admin");
    const gone = await api.person({ admin: true });
    await patch(root, gone, { active: false });
    expect((await patch(root, root, { admin: false })).body.code).toBe("last_admin");
    await api.person({ admin: true });
    expect((await patch(root, root, { active: false })).status).toBe(200);
    expect(await whoami({ session: root.session })).toBe(401);
  });

  it("remains when two deactivate each other, or both step down, at once", async () => {
    for (const body of [{ active: false }, { admin: false }]) {
      for (const crossed of [true, false]) {
        await db().user.updateMany({ data: { admin: false } });
        const [one, two] = [await api.person({ admin: true }), await api.person({ admin: true })];
        const answers = await Promise.all([
          patch(one, crossed ? two : one, body),
          patch(two, crossed ? one : two, body),
        ]);
        const left = await db().user.count({ where: { admin: true, deactivatedAt: null } });
        expect(left, `${JSON.stringify(body)} ${crossed}`).toBe(1);
        expect(statuses(answers)[0]).toBe(200);
        expect([401, 403, 409]).toContain(statuses(answers)[1]);
      }
    }
  });
});

describe("lowering an instance admin", () => {
  it("takes the instance at the next call and keeps sessions; who is in no fleet loses the tokens too", async () => {
    const member = await api.person({ admin: true, roles: { core: "viewer" } });
    const loner = await api.person({ admin: true });
    const [kept, lost] = [await api.token(member), await api.token(loner, { scopes: ["users:read"] })];
    expect((await call("GET", "/users", { token: lost.token })).status).toBe(200);
    for (const person of [member, loner]) {
      expect((await patch(root, person, { admin: false, reason: "new job" })).status).toBe(200);
      expect(await whoami({ session: person.session })).toBe(200);
      expect((await call("GET", "/users", { session: person.session })).status).toBe(403);
    }
    expect(await whoami({ token: kept.token })).toBe(200);
    expect(await whoami({ token: lost.token })).toBe(401);
    const view = await call("GET", `/tokens/${lost.id}`, { session: root.session });
    expect(view.body.revoke_reason).toBe("owner is no instance admin any more, and in no fleet: new job");
  });
});

describe("the fleets that were open to an instance admin only", () => {
  it("are lost with it: tokens bound to them end or lose them, and coming into one gives nothing back", async () => {
    const [boss, both] = [
      await api.person({ roles: { other: "admin" } }),
      await api.person({ admin: true, roles: { core: "viewer" } }),
    ];
    const ends = await api.token(both, { fleets: ["other"] });
    const loses = await api.token(both, { fleets: ["core", "other"] });
    const stays = await api.token(both, { fleets: ["core"] });
    const wished = await call("POST", `/tokens/${loses.id}/ask-narrower`, {
      session: boss.session,
      body: { fleet: "other" },
    });
    expect(wished.status).toBe(200);
    await patch(root, both, { admin: false, reason: "new job" });
    await call("POST", "/fleets/other/members", {
      session: boss.session,
      body: { user_id: both.id, role: "viewer" },
    });
    const view = async ({ id }: { id: string }) =>
      (await call("GET", `/tokens/${id}`, { session: both.session })).body;
    expect(await view(ends)).toMatchObject({
      status: "revoked",
      revoke_reason: "owner is no instance admin any more: new job",
    });
    expect(await view(loses)).toMatchObject({ status: "active", fleets: ["core"] });
    expect(await view(stays)).toMatchObject({ status: "active", fleets: ["core"] });
    const machines = (fleet: string) => call("GET", `/fleets/${fleet}/machines`, { token: loses.token });
    expect([(await machines("core")).status, (await machines("other")).status]).toEqual([200, 403]);
    expect(await db().narrowingRequest.count({ where: { settledAt: null } })).toBe(0);
  });
});

describe("the consequences", () => {
  it("name what ends, used last first, what goes on, and where nobody else is admin; nothing changes", async () => {
    await api.fleet("solo");
    const ada = await api.person({ roles: { core: "deployer", solo: "admin" } });
    await api.person({ roles: { core: "admin" } });
    const fleetToken = (by: Person, name: string) =>
      call("POST", "/tokens", {
        session: by.session,
        body: { name, kind: "fleet", fleet: "solo", scopes: ["machines:read"] },
      });
    const never = await api.token(ada, { name: "never" });
    const used = await api.token(ada, { name: "used", fleets: ["core"] });
    await call("DELETE", `/tokens/${(await api.token(ada)).id}`, { session: ada.session });
    await call("GET", "/whoami", { token: used.token });
    const seen = await fleetToken(ada, "seen");
    const rotated = await fleetToken(ada, "rotated");
    await fleetToken(root, "not seen");
    await call("POST", `/tokens/${rotated.body.id}/rotate`, { session: root.session, body: {} });

    const answer = await call("GET", `/users/${ada.id}/consequences`, { session: root.session });
    expect(answer.body).toEqual({
      tokens: [
        {
          id: used.id,
          name: "used",
          prefix: used.prefix,
          kind: "personal",
          status: "active",
          last_used_at: expect.any(String),
          scopes: ["machines:read"],
          description: "",
          namespaces: null,
          allowed_ips: null,
          rotate_every: null,
          inherit: false,
          fleets: ["core"],
          effect: "revoked",
        },
        expect.objectContaining({ id: never.id, last_used_at: null, fleets: null }),
      ],
      tokens_total: 2,
      fleet_tokens: [{ id: seen.body.id, name: "seen", prefix: seen.body.prefix, fleet: "solo" }],
      fleet_tokens_total: 1,
      sessions: 1,
      last_admin_of: ["solo"],
      lowering_revokes: false,
    });
    expect(await whoami({ token: used.token })).toBe(200);
    const ofRoot = await call("GET", `/users/${root.id}/consequences`, { session: root.session });
    expect(ofRoot.body.lowering_revokes).toBe(true);
  });
});
