/** Invite and reset links: made by instance admins, used once by whoever holds them. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/database/client";
import { env } from "@/lib/env";
import { factsOf } from "@/lib/http/facts";
import { signIn } from "@/lib/sessions/sign-in";
import { type Answer, call, type Person, useApi } from "@/lib/testing/api";
import { prepareFirstRun } from "./first-run";

const api = useApi();
let root: Person;
let firstRun: string;

beforeAll(async () => {
  const run = await prepareFirstRun();
  firstRun = run.kind === "link" ? secretOf(run.url) : "";
  root = await api.person({ admin: true });
});

const secretOf = (link: string) => link.split("#")[1] ?? "";
const password = "correct horse battery";
const post = (path: string, body: unknown, origin = env().url) =>
  call("POST", path, { body, headers: { origin } });
const accept = (secret: string, more: object = {}) => post("/invites", { secret, password, ...more });
const reset = (secret: string, more: object = {}) => post("/resets", { secret, password, ...more });
const newLink = (id: string) => call("POST", `/users/${id}/link`, { session: root.session });
let count = 0;
async function invited(): Promise<{ id: string; email: string; secret: string }> {
  const made = await call("POST", "/users", {
    session: root.session,
    body: { email: `invited-${++count}@example.org`, name: "Invited" },
  });
  return { id: made.body.id, email: made.body.email, secret: secretOf(made.body.link) };
}
const signsIn = (email: string, using: string) =>
  signIn(
    { email, password: using, knownDevice: true, replaces: null },
    factsOf(new Headers(), "POST", "/api/auth/callback/credentials"),
  );
const codes = (answers: Answer[]) => answers.map(({ body }) => body.code);

describe("an invite", () => {
  it("lets its holder choose a password once, and then sign in", async () => {
    const { id, email, secret } = await invited();
    expect(await signsIn(email, password)).toBeNull();
    expect((await post("/links", { secret })).body).toMatchObject({ kind: "invite", email, name: "Invited" });
    const done = await accept(secret, { name: "Ivy" });
    expect(done.status).toBe(200);
    expect(done.body).toEqual({ user: { id, email, name: "Ivy" } });
    expect(await signsIn(email, password)).not.toBeNull();
    expect((await accept(secret)).body.code).toBe("link_invalid");
    expect((await post("/links", { secret })).status).toBe(410);
    const seen = await call("GET", `/users/${id}`, { session: root.session });
    expect(seen.body).toMatchObject({ name: "Ivy", invited: false });
    const rows = await db().auditEvent.findMany({ where: { subjectId: id, action: "user.updated" } });
    expect(rows).toMatchObject([
      {
        reason: "invite_accepted",
        actorType: "user",
        actorId: id,
        credential: "none",
        path: "/api/v1/invites",
        changes: { before: { name: "Invited" }, after: { name: "Ivy" } },
      },
    ]);
  });

  it("is taken by one of two at once, with that one's password", async () => {
    const { email, secret } = await invited();
    const answers = await Promise.all(
      [1, 2, 3].map((i) => accept(secret, { password: `correct horse battery ${i}` })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
    const won = answers.findIndex(({ status }) => status === 200) + 1;
    for (const i of [1, 2, 3]) {
      expect((await signsIn(email, `correct horse battery ${i}`)) !== null).toBe(i === won);
    }
  });

  it("is not spent by looking, by a weak password, by a foreign page or at the wrong door", async () => {
    const { secret } = await invited();
    expect((await post("/links", { secret })).status).toBe(200);
    expect((await accept(secret, { password: "short" })).body.errors).toMatchObject([{ path: "password" }]);
    expect((await accept(secret, { admin: true })).status).toBe(422);
    expect((await reset(secret)).body.code).toBe("link_invalid");
    for (const path of ["/invites", "/resets", "/links"]) {
      const body = path === "/links" ? { secret } : { secret, password };
      expect((await post(path, body, "https://evil.example")).body.code).toBe("foreign_origin");
      expect((await call("POST", path, { body })).body.code).toBe("foreign_origin");
    }
    expect((await accept(secret)).status).toBe(200);
  });

  it("dies with a newer one, after its time and with a deactivation, all in the same words as a made-up one", async () => {
    const first = await invited();
    const newer = await newLink(first.id);
    expect(newer.status).toBe(201);
    expect(newer.body).toMatchObject({ kind: "invite", link: expect.stringContaining("/invite#") });
    const late = await invited();
    await db().link.updateMany({ where: { userId: late.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    const off = await invited();
    const patch = (active: boolean) =>
      call("PATCH", `/users/${off.id}`, { session: root.session, body: { active } });
    await patch(false);
    const dead = [first.secret, late.secret, off.secret, firstRun, "made up"];
    const answers = await Promise.all(dead.map((secret) => accept(secret)));
    expect(codes(answers)).toEqual(dead.map(() => "link_invalid"));
    expect(new Set(answers.map(({ body }) => body.detail)).size).toBe(1);
    expect(codes(await Promise.all(dead.map((secret) => post("/links", { secret }))))).toEqual(
      dead.map(() => "link_invalid"),
    );
    expect((await newLink(off.id)).body.code).toBe("user_deactivated");
    // Coming back brings no old link back.
    await patch(true);
    expect((await accept(off.secret)).status).toBe(410);
    expect((await accept(secretOf(newer.body.link))).status).toBe(200);
  });

  it("of two made at once one lives", async () => {
    const { id } = await invited();
    const made = await Promise.all([newLink(id), newLink(id), newLink(id)]);
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await db().link.count({ where: { userId: id } })).toBe(1);
    const looked = await Promise.all(made.map(({ body }) => post("/links", { secret: secretOf(body.link) })));
    expect(looked.map(({ status }) => status).sort()).toEqual([200, 410, 410]);
  });
});

describe("a reset", () => {
  it("is what somebody with a password gets, for an hour; it ends all sessions, and the old password", async () => {
    const { id, email, secret } = await invited();
    await accept(secret);
    const session = (await signsIn(email, password)) ?? "";
    const link = await newLink(id);
    expect(link.body).toMatchObject({ kind: "reset", link: expect.stringContaining("/reset#") });
    const minutes = (Date.parse(link.body.expires_at) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThanOrEqual(60);
    const held = secretOf(link.body.link);
    expect((await accept(held)).body.code).toBe("link_invalid");
    expect((await call("GET", "/whoami", { session })).status).toBe(200);
    expect((await reset(held, { name: "Other" })).status).toBe(422);
    expect((await reset(held, { password: "another horse battery" })).status).toBe(200);
    expect((await call("GET", "/whoami", { session })).status).toBe(401);
    expect(await signsIn(email, password)).toBeNull();
    expect(await signsIn(email, "another horse battery")).not.toBeNull();
    expect((await reset(held)).body.code).toBe("link_invalid");
    const rows = await db().auditEvent.findMany({ where: { actorId: id, reason: "password_reset" } });
    expect(rows.map(({ action, subjectId }) => [action, subjectId]).sort()).toEqual([
      ["session.ended", session],
      ["user.updated", id],
    ]);
  });

  it("is in the log as made by whom, and leaves its secret nowhere", async () => {
    const { id, secret } = await invited();
    await accept(secret);
    const link = await newLink(id);
    const held = secretOf(link.body.link);
    for (const piece of [secret, held, held.slice(0, 20)]) {
      const [found] = await api.database.asOwner<{ hits: string }>(
        `SELECT (SELECT count(*) FROM audit_events e WHERE strpos(e::text, $1) > 0)
          + (SELECT count(*) FROM links l WHERE strpos(l::text || encode(l.hash, 'escape'), $1) > 0) AS hits`,
        [piece],
      );
      expect(found?.hits).toBe("0");
    }
    const made = await db().auditEvent.findMany({ where: { subjectId: id, reason: "reset_link_made" } });
    expect(made).toMatchObject([{ action: "user.updated", actorId: root.id, statusCode: 201 }]);
  });
});

describe("an invite by a users:write token", () => {
  it("does not make its maker an instance admin when the person becomes one", async () => {
    const { token } = await api.token(root, { scopes: ["users:write"] });
    const made = await call("POST", "/users", { token, body: { email: "soon@example.org", name: "Soon" } });
    const kept = secretOf(made.body.link);
    const raised = await call("PATCH", `/users/${made.body.id}`, {
      session: root.session,
      body: { admin: true },
    });
    expect([raised.status, (await accept(kept)).status]).toEqual([200, 410]);
    const renewed = await newLink(made.body.id);
    expect((await accept(secretOf(renewed.body.link))).status).toBe(200);
  });
});

describe("a sign-in that is under way while the password changes", () => {
  it("opens no session on the password that it has checked", async () => {
    const { id, email, secret } = await invited();
    expect((await accept(secret)).status).toBe(200);
    const { asOwner } = api.database;
    await asOwner("BEGIN");
    await asOwner(`SELECT 1 FROM users WHERE id = '${id}' FOR UPDATE`);
    const late = signsIn(email, password);
    // It has checked the password, and waits for the person's row.
    await vi.waitFor(async () => {
      const waiting = await db().$queryRaw<unknown[]>`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      expect(waiting).toHaveLength(1);
    }, 10_000);
    await asOwner(`UPDATE users SET password_hash = 'another' WHERE id = '${id}'`);
    await asOwner("COMMIT");
    expect(await late).toBeNull();
    expect(await db().session.count({ where: { userId: id } })).toBe(0);
  });
});
