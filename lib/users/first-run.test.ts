import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { env, resetEnv } from "@/lib/env";
import { call, useApi } from "@/lib/testing/api";
import { prepareFirstRun, setupIsOpen } from "./first-run";

const api = useApi();

const body = (secret: string, email = "ada@example.org") => ({
  secret,
  email,
  name: "Ada",
  password: "correct horse battery",
});
const setUp = (secret: string, email?: string, origin = env().url) =>
  call("POST", "/setup", { body: body(secret, email), headers: { origin } });

async function newLink(): Promise<string> {
  const run = await prepareFirstRun();
  if (run.kind !== "link") throw new Error(`no link: ${run.kind}`);
  return run.url.split("#")[1] ?? "";
}

/** Back to an empty instance; the log stays, as it must. */
beforeEach(() =>
  api.database.asOwner(
    "TRUNCATE links, members, namespaces, fleets, sessions, users RESTART IDENTITY CASCADE",
  ),
);

afterEach(() => {
  delete process.env.CABINET_ADMIN_EMAIL;
  delete process.env.CABINET_ADMIN_PASSWORD;
  resetEnv();
});

describe("the set-up link", () => {
  it("makes the first admin with the fleet default and its namespace production, once", async () => {
    const secret = await newLink();
    expect((await setUp(secret)).status).toBe(201);
    const user = await db().user.findFirstOrThrow({
      include: { members: { include: { fleet: { include: { namespaces: true } } } } },
    });
    expect(user).toMatchObject({ email: "ada@example.org", admin: true });
    expect(
      user.members.map(({ role, fleet }) => [role, fleet.slug, fleet.namespaces.map(({ name }) => name)]),
    ).toEqual([["admin", "default", ["production"]]]);
    expect(await setupIsOpen()).toBe(false);
    expect((await setUp(secret, "eve@example.org")).body.code).toBe("set_up_already");
    expect((await prepareFirstRun()).kind).toBe("ready");
  });

  it("makes one admin when two use it at once", async () => {
    const secret = await newLink();
    const answers = await Promise.all([1, 2, 3, 4].map((i) => setUp(secret, `person${i}@example.org`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await db().user.count()).toBe(1);
    expect(await db().fleet.count()).toBe(1);
  });

  it("is stored hashed, dies with a newer one and after an hour, and a wrong one makes nobody", async () => {
    const old = await newLink();
    const secret = await newLink();
    const stored = await api.database.asOwner<{ row: string }>("SELECT l::text AS row FROM links l");
    expect(stored).toHaveLength(1);
    expect(stored[0]?.row).not.toContain(secret);
    expect((await setUp(old)).status).toBe(410);
    expect((await setUp("made up")).status).toBe(410);
    await api.database.asOwner("UPDATE links SET expires_at = now() - interval '1 second'");
    expect((await setUp(secret)).status).toBe(410);
    expect(await db().user.count()).toBe(0);
  });

  it("is not spent by a body that is refused", async () => {
    const secret = await newLink();
    const weak = await call("POST", "/setup", {
      body: { ...body(secret), password: "short" },
      headers: { origin: env().url },
    });
    expect(weak.status).toBe(422);
    expect(weak.body.errors).toMatchObject([{ path: "password" }]);
    expect((await setUp(secret)).status).toBe(201);
  });

  it("is refused from a foreign page", async () => {
    const secret = await newLink();
    for (const origin of ["https://evil.example", "null"]) {
      expect((await setUp(secret, undefined, origin)).body.code).toBe("foreign_origin");
    }
    expect((await call("POST", "/setup", { body: body(secret) })).body.code).toBe("foreign_origin");
    expect(await setupIsOpen()).toBe(true);
  });
});

describe("an admin named in the environment", () => {
  it("is made unattended, by one of several servers that start at once, and never again", async () => {
    process.env.CABINET_ADMIN_EMAIL = "Root@Example.org";
    process.env.CABINET_ADMIN_PASSWORD = "correct horse battery";
    resetEnv();
    const runs = await Promise.all([prepareFirstRun(), prepareFirstRun(), prepareFirstRun()]);
    expect(runs.map(({ kind }) => kind).sort()).toEqual(["admin_made", "ready", "ready"]);
    expect(await db().user.findMany({ select: { email: true, admin: true } })).toEqual([
      { email: "root@example.org", admin: true },
    ]);
    expect((await db().fleet.findMany({ select: { slug: true } })).map(({ slug }) => slug)).toEqual([
      "default",
    ]);
    expect((await prepareFirstRun()).kind).toBe("ready");
  });
});
