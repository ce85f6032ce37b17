/** A fleet's admin asks the owner of a token to keep it out of the fleet. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "@/lib/access/principal";
import { db } from "@/lib/database/client";
import { findSession } from "@/lib/sessions/lookup";
import { call, type Person, useApi } from "@/lib/testing/api";
import { listNarrowingsAskedOfMe, listNarrowingsOfFleet } from "./list-narrowings";

const api = useApi();
let ada: Person;
let bob: Person;

beforeAll(async () => {
  await api.fleet("core");
  await api.fleet("edge");
  await api.fleet("dark");
  ada = await api.person({ roles: { core: "admin", edge: "viewer" } });
  bob = await api.person({ roles: { core: "deployer", edge: "deployer", dark: "admin" } });
});

const ask = (id: string, body: object = { fleet: "core" }, person = ada) =>
  call("POST", `/tokens/${id}/ask-narrower`, { session: person.session, body });
const settle = (id: string, person: Person, fleet = "core") =>
  call("DELETE", `/tokens/${id}/ask-narrower?fleet=${fleet}`, { session: person.session });
const logOf = async (id: string, action: string, person: Person) =>
  (await call("GET", `/audit?token=${id}&action=${action}`, { session: person.session })).body.data;

async function callerOf(person: Person): Promise<Caller> {
  const principal = await findSession(person.session);
  if (!principal) throw new Error("no session");
  const request = {
    requestId: "",
    clientRequestId: null,
    ip: null,
    userAgent: null,
    method: "GET",
    path: "/",
  };
  return { principal, request: { ...request, via: "ui", receivedAt: new Date(), startedAt: 0 } };
}
const open = async (person: Person, tokenId: string) =>
  (await listNarrowingsAskedOfMe(await callerOf(person))).filter((wish) => wish.token_id === tokenId);

describe("asking an owner to keep a token out of a fleet", () => {
  it("reaches the owner with who and why, once, however often it is asked", async () => {
    const token = await api.token(bob, { name: "ci" });
    const first = await ask(token.id, { fleet: "core", reason: "not in production" });
    expect([first.status, first.body]).toEqual([
      200,
      expect.objectContaining({
        token_id: token.id,
        token_name: "ci",
        fleet: "core",
        reason: "not in production",
        requested_by: expect.objectContaining({ type: "user", id: ada.id }),
      }),
    ]);
    expect((await ask(token.id, { fleet: "core", reason: "again" })).body).toEqual(first.body);
    expect(await open(bob, token.id)).toEqual([first.body]);
    expect(await listNarrowingsOfFleet(await callerOf(ada), "core")).toContainEqual(first.body);
    expect(await logOf(token.id, "token.narrowing_asked", bob)).toMatchObject([
      { fleet: "core", reason: "not in production", actor: { id: ada.id } },
    ]);
    // Asking takes nothing away.
    expect((await call("GET", "/whoami", { token: token.token })).body.fleets).toHaveLength(3);
  });

  it.each<[string, (id: string) => ReturnType<typeof call>]>([
    ["the owner narrows it", (id) => narrow(id, { fleets: ["edge"] })],
    ["the owner revokes it", (id) => call("DELETE", `/tokens/${id}`, { session: bob.session })],
    [
      "the owner revokes several",
      (id) => call("POST", "/tokens/revoke-all", { session: bob.session, body: { ids: [id] } }),
    ],
    ["the owner dismisses it", (id) => settle(id, bob)],
    ["it is withdrawn", (id) => settle(id, ada)],
  ])("is settled when %s", async (_, act) => {
    const token = await api.token(bob);
    await ask(token.id);
    expect((await act(token.id)).status).toBeLessThan(300);
    expect(await open(bob, token.id)).toEqual([]);
    expect(await db().narrowingRequest.count({ where: { tokenId: token.id, settledAt: null } })).toBe(0);
  });

  const narrow = (id: string, body: object) => call("PATCH", `/tokens/${id}`, { session: bob.session, body });

  it("is settled when the owner leaves the fleet, and does not come back with them", async () => {
    const guest = await api.person({ roles: { core: "viewer", edge: "viewer" } });
    const token = await api.token(guest);
    await ask(token.id);
    const as = { session: ada.session };
    expect((await call("DELETE", `/fleets/core/members/${guest.id}`, as)).status).toBe(204);
    const back = { user_id: guest.id, role: "viewer" };
    expect((await call("POST", "/fleets/core/members", { ...as, body: back })).status).toBe(201);
    expect((await call("GET", `/tokens/${token.id}`, as)).status).toBe(200);
    expect(await open(guest, token.id)).toEqual([]);
  });

  it("stays open when the token changes otherwise, and may be asked anew once dismissed", async () => {
    const token = await api.token(bob);
    const first = await ask(token.id);
    await narrow(token.id, { name: "other", fleets: ["core", "edge"] });
    expect(await open(bob, token.id)).toHaveLength(1);
    await settle(token.id, bob);
    expect(await logOf(token.id, "token.narrowing_settled", bob)).toMatchObject([
      { changes: { after: { answer: "dismissed" } } },
    ]);
    expect((await ask(token.id)).body.id).not.toBe(first.body.id);
  });

  it("is for admins of a fleet that the token reaches", async () => {
    const token = await api.token(bob);
    const hidden = await api.token(bob, { fleets: ["edge"] });
    const viewer = await api.person({ roles: { core: "viewer" } });
    expect((await ask(token.id, { fleet: "core" }, viewer)).status).toBe(404);
    expect((await ask(hidden.id)).status).toBe(404);
    expect((await ask(token.id, { fleet: "edge" })).status).toBe(403);
    expect((await ask(token.id, { fleet: "dark" })).status).toBe(422);
    expect((await settle(token.id, viewer)).status).toBe(404);
    const mine = await ask((await api.token(ada)).id);
    const service = await ask((await api.token(ada, { kind: "fleet", fleet: "core" })).id);
    expect([mine.status, service.status]).toEqual([409, 409]);
    const [manager, plain] = [await api.token(ada, { scopes: ["admin"] }), await api.token(ada)];
    const by = (made: { token: string }) =>
      call("POST", `/tokens/${token.id}/ask-narrower`, { token: made.token, body: { fleet: "core" } });
    expect([(await by(plain)).status, (await by(manager)).status]).toEqual([403, 200]);
  });
});
