import { beforeAll, describe, expect, it } from "vitest";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let ada: Person;

beforeAll(async () => {
  await api.fleet("core");
  ada = await api.person({ roles: { core: "deployer" } });
});

describe("a personal token", () => {
  it("is made, shown once, used, seen used, revoked and then refused", async () => {
    const made = await call("POST", "/tokens", {
      session: ada.session,
      body: { name: "ci-status", scopes: ["machines:read"], expires_in: "90d" },
    });
    expect(made.text).toContain("cab_pat_");
    expect(made.status).toBe(201);
    const used = await call("GET", "/fleets/core/machines", { token: made.body.token });
    expect(used.text).toBe('{"data":[],"next_cursor":null}');
    const seen = await call("GET", `/tokens/${made.body.id}`, { session: ada.session });
    expect(seen.body.last_used_at).not.toBeNull();
    expect(seen.text).not.toContain(made.body.token);
    const write = await call("POST", "/fleets/core/machines", {
      token: made.body.token,
      body: { name: "m1", namespace: "production" },
    });
    expect(write.status).toBe(403);
    expect(write.body.required).toEqual(["machines:write"]);
    const list = await call("GET", "/tokens?status=all", { session: ada.session });
    expect(list.body.counts).toEqual({ active: 1, disabled: 0, expired: 0, revoked: 0 });
    expect((await call("DELETE", `/tokens/${made.body.id}`, { session: ada.session })).status).toBe(204);
    const after = await call("GET", "/fleets/core/machines", { token: made.body.token });
    expect(after.status).toBe(401);
    const log = await call("GET", `/audit?token=${made.body.id}`, { session: ada.session });
    expect(log.body.data.map((entry: { action: string }) => entry.action)).toEqual([
      "token.refused",
      "token.revoked",
      "token.refused",
      "token.used",
      "token.created",
    ]);
  });
});
