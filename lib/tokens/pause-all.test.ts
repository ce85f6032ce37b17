import { beforeAll, describe, expect, it } from "vitest";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;

beforeAll(async () => {
  await api.fleet("core");
  ada = await api.person({ roles: { core: "viewer" } });
});

const pauseAll = (body: object) =>
  call("POST", "/tokens/pause-all", { session: ada.session, body: { kind: "personal", ...body } });

describe("pausing all of one's tokens", () => {
  it("says first how many, stops them at once under one batch id, and leaves the others' and the revoked alone", async () => {
    const bob = await api.person({ roles: { core: "viewer" } });
    const others = await api.token(bob);
    const mine = [await api.token(ada), await api.token(ada), await api.token(ada)];
    await call("DELETE", `/tokens/${mine[2]?.id}`, { session: ada.session });
    expect((await pauseAll({ dry_run: true })).body).toEqual({ paused: 2 });
    expect((await call("GET", "/whoami", { token: mine[0]?.token ?? "" })).status).toBe(200);
    expect((await pauseAll({ reason: "a leak, perhaps" })).body).toEqual({ paused: 2 });
    expect((await pauseAll({})).body).toEqual({ paused: 0 });
    for (const { token } of mine) expect((await call("GET", "/whoami", { token })).status).toBe(401);
    expect((await call("GET", "/whoami", { token: others.token })).status).toBe(200);
    const first = await call("GET", `/tokens/${mine[0]?.id}`, { session: ada.session });
    expect(first.body).toMatchObject({
      status: "disabled",
      disabled_reason: "a leak, perhaps",
      disabled_by: { id: ada.id },
    });
    const log = await call("GET", "/audit?action=token.updated", { session: ada.session });
    expect(log.body.data).toHaveLength(2);
    expect(new Set(log.body.data.map((entry: { batch_id: string }) => entry.batch_id)).size).toBe(1);
    await call("PATCH", `/tokens/${mine[0]?.id}`, { session: ada.session, body: { enabled: true } });
    expect((await call("GET", "/whoami", { token: mine[0]?.token ?? "" })).status).toBe(200);
  });
});
