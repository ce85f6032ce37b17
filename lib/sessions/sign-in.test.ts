import * as argon2 from "@node-rs/argon2";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/database/client";
import { isProblem } from "@/lib/errors";
import { factsOf } from "@/lib/http/facts";
import { call, type Person, useApi } from "@/lib/testing/api";
import { findSession } from "./lookup";
import * as passwords from "./password";
import { signIn } from "./sign-in";

// As it is, but watched.
vi.mock("@node-rs/argon2", { spy: true });

const api = useApi();
const password = "correct horse battery";
let ada: Person;

const from = (ip: string) =>
  factsOf(new Headers({ "x-cabinet-client-ip": ip, "user-agent": "a browser" }), "POST", "/api/auth");

/** What an attempt comes to: a session's id, null when refused, or a problem's code. */
async function attempt(
  email: string,
  secret: string,
  options: { ip?: string; knownDevice?: boolean; replaces?: string } = {},
) {
  const { ip = "192.0.2.1", knownDevice = false, replaces = null } = options;
  return signIn({ email, password: secret, knownDevice, replaces }, from(ip)).catch((error: unknown) => {
    if (isProblem(error)) return error;
    throw error;
  });
}

async function withPassword(): Promise<Person> {
  const person = await api.person();
  const passwordHash = await passwords.hashPassword(password);
  await db().user.update({ where: { id: person.id }, data: { passwordHash } });
  return person;
}

/** Wrong guesses at once, each at another e-mail, that nobody has. */
function guesses(count: number, ip: string | ((i: number) => string)) {
  return Promise.all(
    Array.from({ length: count }, (_, i) =>
      attempt(`${crypto.randomUUID()}@example.org`, "a wrong guess!", {
        ip: typeof ip === "string" ? ip : ip(i),
      }),
    ),
  );
}

const codeOf = (outcome: Awaited<ReturnType<typeof attempt>>) =>
  typeof outcome === "object" ? outcome?.code : outcome;

beforeAll(async () => {
  ada = await withPassword();
});

describe("signing in", () => {
  it("opens a session whose row is behind everything, and ends the one in the cookie", async () => {
    const first = String(await attempt(ada.email, password));
    expect((await findSession(first))?.user.id).toBe(ada.id);
    const second = String(await attempt(ada.email, password, { replaces: first }));
    expect(await findSession(first)).toBeNull();
    expect((await findSession(second))?.user.id).toBe(ada.id);
  });

  it("does the same work for an unknown e-mail, a wrong password and a deactivated account, and answers alike", async () => {
    const gone = await api.person();
    const hash = await passwords.hashPassword(password);
    await db().user.update({
      where: { id: gone.id },
      data: { passwordHash: hash, deactivatedAt: new Date() },
    });
    // The hash that nobody has is made once; what is compared is the work of an attempt.
    await attempt("somebody@example.org", password);
    for (const spy of [argon2.verify, argon2.hash]) vi.mocked(spy).mockClear();
    expect(await attempt("nobody@example.org", password)).toBeNull();
    expect(await attempt(ada.email, "a wrong password!")).toBeNull();
    expect(await attempt(gone.email, password)).toBeNull();
    const { calls, settledResults } = vi.mocked(argon2.verify).mock;
    expect(settledResults.map(({ value }) => value)).toEqual([false, false, true]);
    const costs = calls.map(([stored]) => String(stored).split("$").slice(0, 4).join("$"));
    expect(costs).toEqual(Array(3).fill("$argon2id$v=19$m=19456,t=2,p=1"));
    expect(argon2.hash).not.toHaveBeenCalled();
  });

  it("is slowed down after ten wrong passwords, alike for known and unknown e-mails, while a known device passes", async () => {
    const bob = await withPassword();
    for (const email of [bob.email, "nobody-else@example.org"]) {
      for (let i = 0; i < 10; i++)
        expect(await attempt(email, `wrong ${i}`, { ip: `198.51.100.${i}` })).toBeNull();
      const refused = await attempt(email, password, { ip: "198.51.100.200" });
      expect(refused).toMatchObject({ code: "too_many_attempts" });
      expect((refused as { extras: { retryAfterSeconds: number } }).extras.retryAfterSeconds).toBeGreaterThan(
        0,
      );
    }
    expect(typeof (await attempt(bob.email, password, { ip: "198.51.100.200", knownDevice: true }))).toBe(
      "string",
    );
  });

  it("lets through no more than ten of a hundred guesses that come at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        attempt("burst@example.org", `wrong ${i}`, { ip: `203.0.113.${i}` }),
      ),
    );
    expect(answers.filter((answer) => answer === null)).toHaveLength(10);
  });

  it("is refused to an address after fifty wrong guesses, which then cannot lock anybody else's account", async () => {
    const bob = await withPassword();
    const ip = "198.18.0.1";
    expect(await guesses(50, ip)).toEqual(Array(50).fill(null));
    const more = await Promise.all(
      Array.from({ length: 20 }, () => attempt(bob.email, "a wrong guess!", { ip })),
    );
    expect(more.map(codeOf)).toEqual(Array(20).fill("too_many_attempts"));
    expect(typeof (await attempt(bob.email, password, { ip: "198.18.0.2" }))).toBe("string");
  });

  it("counts an IPv6 address by its /64, and its neighbours apart", async () => {
    const bob = await withPassword();
    expect(await guesses(50, (i) => `2001:db8:7:1:${i.toString(16)}::1`)).toEqual(Array(50).fill(null));
    for (const ip of ["2001:db8:7:1::1", "2001:db8:7:1:ffff:ffff:ffff:ffff"]) {
      expect([ip, codeOf(await attempt(bob.email, password, { ip }))]).toEqual([ip, "too_many_attempts"]);
    }
    for (const ip of ["2001:db8:7:2::1", "2001:db8:7::1", "198.18.0.3"]) {
      expect([ip, typeof (await attempt(bob.email, password, { ip }))]).toEqual([ip, "string"]);
    }
  });

  it("leaves a row for every sign-in and refusal, without the password", async () => {
    await attempt("logged@example.org", "a secret guess here");
    const rows = await db().auditEvent.findMany({
      where: { action: "session.refused", subjectName: "logged@example.org" },
    });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ decision: "deny", reason: "wrong_password", ip: "192.0.2.1" });
    const all = JSON.stringify(await db().auditEvent.findMany());
    expect(all).toContain("session.signed_in");
    expect(all).not.toContain("a secret guess here");
  });
});

describe("a session", () => {
  it("is dead everywhere once it is ended, also for a copied cookie", async () => {
    const eve = await api.person();
    expect((await call("GET", "/whoami", { session: eve.session })).status).toBe(200);
    expect((await call("DELETE", `/sessions/${eve.session}`, { session: eve.session })).status).toBe(204);
    expect((await call("GET", "/whoami", { session: eve.session })).status).toBe(401);
  });

  it("ends with all others of the same person at once, and leaves those of others", async () => {
    const eve = await api.person();
    const more = await Promise.all(
      [1, 2].map(() => db().session.create({ data: { id: crypto.randomUUID(), userId: eve.id } })),
    );
    const answer = await call("DELETE", "/sessions", { session: eve.session });
    expect(answer.body).toEqual({ ended: 3 });
    for (const { id } of more) expect(await findSession(id)).toBeNull();
    expect(await findSession(ada.session)).not.toBeNull();
  });

  it("of somebody else cannot be ended, and looks like one that never was", async () => {
    const eve = await api.person();
    const foreign = await call("DELETE", `/sessions/${ada.session}`, { session: eve.session });
    const madeUp = await call("DELETE", `/sessions/${crypto.randomUUID()}`, { session: eve.session });
    expect([foreign.status, madeUp.status]).toEqual([404, 404]);
    expect({ ...foreign.body, request_id: "" }).toEqual({ ...madeUp.body, request_id: "" });
    expect(await findSession(ada.session)).not.toBeNull();
  });

  it("times out after a day without a request, and after fourteen days in any case", async () => {
    const eve = await api.person();
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await db().session.update({ where: { id: eve.session }, data: { lastSeenAt: ago(24.1) } });
    expect(await findSession(eve.session)).toBeNull();
    await db().session.update({
      where: { id: eve.session },
      data: { lastSeenAt: new Date(), createdAt: ago(14 * 24 + 1) },
    });
    expect(await findSession(eve.session)).toBeNull();
    await db().session.update({ where: { id: eve.session }, data: { createdAt: ago(13 * 24) } });
    expect(await findSession(eve.session)).not.toBeNull();
  });

  it("ends for a person who is deactivated", async () => {
    const eve = await api.person();
    await db().user.update({ where: { id: eve.id }, data: { deactivatedAt: new Date() } });
    expect((await call("GET", "/whoami", { session: eve.session })).status).toBe(401);
  });
});
