import { beforeAll, describe, expect, it } from "vitest";
import { factsOf } from "@/lib/http/facts";
import { findSession } from "@/lib/sessions/lookup";
import { call, type Person, useApi } from "@/lib/testing/api";
import { countReminders } from "./count-reminders";

const api = useApi();
let ada: Person;

beforeAll(async () => {
  await api.fleet("core");
  ada = await api.person({ roles: { core: "admin" } });
});

describe("a token that ends within 14 days", () => {
  const endsIn = async (id: string, time: string) =>
    api.database.asOwner(`UPDATE tokens SET expires_at = now() + interval '${time}' WHERE id = $1`, [id]);
  const header = async (token: string, path = "/whoami") =>
    (await call("GET", path, { token })).headers.get("x-cabinet-token-expires-in");

  it("is told so in every answer to it, refusals included, in whole days", async () => {
    const made = await api.token(ada);
    expect(await header(made.token)).toBeNull();
    for (const [time, days] of [
      ["14 days 1 minute", null],
      ["13 days 23 hours", "13"],
      ["2 days 1 minute", "2"],
      ["1 hour", "0"],
    ] as const) {
      await endsIn(made.id, time);
      expect([time, await header(made.token)]).toEqual([time, days]);
    }
    expect((await call("GET", "/tokens", { token: made.token })).status).toBe(403);
    expect(await header(made.token, "/tokens")).toBe("0");
  });

  it("is told of no other: neither a session nor a token that has expired", async () => {
    const made = await api.token(ada);
    await endsIn(made.id, "-1 minute");
    expect(await header(made.token)).toBeNull();
    const answer = await call("GET", "/whoami", { session: ada.session });
    expect(answer.headers.get("x-cabinet-token-expires-in")).toBeNull();
  });
});

describe("a list by flag", () => {
  it("holds exactly the tokens that carry it, pages and counts included", async () => {
    const bob = await api.person({ roles: { core: "admin" } });
    const leaver = await api.person({ roles: { core: "admin" } });
    const make = async (name: string, change: string, body: Record<string, unknown> = {}) => {
      const made = await api.token(bob, { name, ...body });
      await api.database.asOwner(`UPDATE tokens SET ${change} WHERE id = $1`, [made.id]);
      return made;
    };
    await make("plain", "version = version");
    await make("soon", "expires_at = now() + interval '13 days'");
    await make("soon-but-paused", "expires_at = now() + interval '1 day', enabled = false");
    await make("over", "expires_at = now() - interval '1 day', created_at = now() - interval '1 year'");
    await make("revoked", "revoked_at = now(), created_at = now() - interval '1 year'");
    await make("unused", "created_at = now() - interval '91 days'");
    const used = await make("used", "created_at = now() - interval '91 days'");
    await call("GET", "/whoami", { token: used.token });
    const due = await make("due", "version = version", { rotate_every: "90d" });
    await api.database.asOwner(
      "UPDATE secrets SET created_at = now() - interval '91 days' WHERE token_id = $1",
      [due.id],
    );
    await api.token(leaver, { name: "seen", kind: "fleet", fleet: "core" });
    await api.token(bob, { name: "unseen", kind: "fleet", fleet: "core" });
    await call("DELETE", `/fleets/core/members/${leaver.id}`, { session: ada.session });

    const list = async (query: string) =>
      (await call("GET", `/tokens?${query}&status=all&sort=name&limit=200`, { session: bob.session })).body;
    for (const query of ["", "kind=fleet"]) {
      const all: { name: string; flags: string[] }[] = (await list(query)).data;
      for (const flag of ["expiring_soon", "rotation_due", "unused_90d", "seen_by_leaver"]) {
        const page = await list(`${query}&flag=${flag}`);
        const names = page.data.map((token: { name: string }) => token.name);
        expect([flag, names]).toEqual([
          flag,
          all.filter(({ flags }) => flags.includes(flag)).map(({ name }) => name),
        ]);
        expect(page.counts.active + page.counts.disabled).toBe(names.length);
      }
    }
    const names = async (query: string) =>
      (await list(query)).data.map((token: { name: string }) => token.name);
    expect(await names("flag=expiring_soon")).toEqual(["soon", "soon-but-paused"]);
    expect(await names("flag=rotation_due")).toEqual(["due"]);
    expect(await names("flag=unused_90d")).toEqual(["unused"]);
    expect(await names("kind=fleet&flag=seen_by_leaver")).toEqual(["seen"]);
    expect((await call("GET", "/tokens?flag=odd", { session: bob.session })).status).toBe(422);
  });
});

describe("what the page reminds of", () => {
  const remindersOf = async (person: Person, input: { kind: "personal" | "fleet"; fleet?: string }) => {
    const principal = await findSession(person.session);
    if (!principal) throw new Error("no session");
    return countReminders(
      { principal, request: factsOf(new Headers(), "GET", "/") },
      { owner: "me", ...input },
    );
  };

  it("is counted of the list alone, and of what still works", async () => {
    const bob = await api.person({ roles: { core: "deployer" } });
    const make = async (change: string) => {
      const made = await api.token(bob, { rotate_every: "90d" });
      await api.database.asOwner(`UPDATE tokens SET ${change} WHERE id = $1`, [made.id]);
      return made.id;
    };
    await make("expires_at = now() + interval '2 days'");
    await make("expires_at = now() + interval '4 days'");
    await make("expires_at = now() - interval '1 minute'");
    await make("created_at = now() - interval '91 days'");
    await make("created_at = now() - interval '91 days', revoked_at = now()");
    const due = await make("version = version");
    await api.database.asOwner(
      "UPDATE secrets SET created_at = now() - interval '91 days' WHERE token_id = $1",
      [due],
    );
    const nothing = { ends_in_3_days: 0, rotation_due: 0, unused_90d: 0 };
    expect(await remindersOf(bob, { kind: "personal" })).toEqual({
      ends_in_3_days: 1,
      rotation_due: 1,
      unused_90d: 1,
    });
    expect(await remindersOf(await api.person(), { kind: "personal" })).toEqual(nothing);
    expect(await remindersOf(ada, { kind: "fleet", fleet: "core" })).toEqual(nothing);
  });

  it("is for who may see the list", async () => {
    const bob = await api.person({ roles: { core: "deployer" } });
    await expect(remindersOf(bob, { kind: "fleet", fleet: "core" })).rejects.toThrow("Only admins of core");
  });
});
