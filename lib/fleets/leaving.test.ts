import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { type CallOptions, call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let root: Person;
let admin: Person;

beforeAll(async () => {
  for (const slug of ["core", "lab", "yard"]) await api.fleet(slug, ["production"]);
  root = await api.person({ admin: true });
  admin = await api.person({ roles: { core: "admin", lab: "admin" } });
});

const as = (person: Person): CallOptions => ({ session: person.session });
const leave = (fleet: string, person: Person, by = admin) =>
  call("DELETE", `/fleets/${fleet}/members/${person.id}`, as(by));
const join = (fleet: string, person: Person, role = "viewer") =>
  call("POST", `/fleets/${fleet}/members`, { ...as(admin), body: { user_id: person.id, role } });
const consequences = (fleet: string, person: Person, options = as(admin)) =>
  call("GET", `/fleets/${fleet}/members/${person.id}/consequences`, options);
const look = (fleet: string, token: string) => call("GET", `/fleets/${fleet}/machines`, { token });
const view = async (id: string) => (await call("GET", `/tokens/${id}`, as(root))).body;

let count = 0;
const register = (fleet: string, token: string) =>
  call("POST", `/fleets/${fleet}/machines`, {
    token,
    body: { name: `m${++count}`, namespace: "production" },
  });

describe("a person who leaves", () => {
  it("loses the fleet at the next request, and with the last one every token, for a stated reason", async () => {
    const ada = await api.person({ roles: { core: "deployer", lab: "viewer" } });
    const { id, token } = await api.token(ada, { scopes: ["machines:read", "machines:write"] });
    expect((await register("core", token)).status).toBe(201);
    expect((await register("lab", token)).status).toBe(403);
    expect((await look("lab", token)).status).toBe(200);

    expect((await leave("core", ada)).status).toBe(204);
    expect((await register("core", token)).status).toBe(403);
    expect((await look("core", token)).status).toBe(404);
    expect((await look("lab", token)).status).toBe(200);
    expect((await view(id)).status).toBe("active");

    expect((await leave("lab", ada)).status).toBe(204);
    expect((await look("lab", token)).status).toBe(401);
    expect(await view(id)).toMatchObject({
      status: "revoked",
      revoke_reason: "Left the fleet lab",
      revoked_by: { type: "user", id: admin.id },
    });
  });

  it("leaves bound tokens revoked or narrowed, does not get them back, and all of it is in the log as one act", async () => {
    const ada = await api.person({ roles: { core: "viewer", lab: "viewer", yard: "viewer" } });
    const only = await api.token(ada, { fleets: ["core"], namespaces: ["production"] });
    const paused = await api.token(ada, { fleets: ["core"], enabled: false });
    const both = await api.token(ada, { fleets: ["core", "lab"] });
    const other = await api.token(ada, { fleets: ["lab"] });
    const all = await api.token(ada);
    await leave("core", ada);

    expect((await look("core", only.token)).status).toBe(401);
    expect((await view(paused.id)).status).toBe("revoked");
    expect(await view(both.id)).toMatchObject({ status: "active", fleets: ["lab"] });
    expect((await look("lab", both.token)).status).toBe(200);
    expect(await view(other.id)).toMatchObject({ status: "active", fleets: ["lab"] });
    expect(await view(all.id)).toMatchObject({ status: "active", fleets: null });

    await join("core", ada);
    expect((await look("core", both.token)).status).toBe(403);
    expect((await look("core", only.token)).status).toBe(401);
    expect((await look("core", all.token)).status).toBe(200);

    const [removal] = await db().auditEvent.findMany({
      where: { action: "member.removed", subjectId: ada.id },
    });
    expect(removal).toMatchObject({ fleet: "core", changes: { before: { role: "viewer" }, after: null } });
    const batch = await db().auditEvent.findMany({
      where: { batchId: removal?.batchId ?? "", apiTokenId: { not: null } },
    });
    expect(
      Object.fromEntries(batch.map(({ apiTokenId, action, reason }) => [apiTokenId, [action, reason]])),
    ).toEqual({
      [only.id]: ["token.revoked", "Left the fleet core"],
      [paused.id]: ["token.revoked", "Left the fleet core"],
      [both.id]: ["token.updated", "Left the fleet core"],
    });
    const narrowed = batch.find(({ apiTokenId }) => apiTokenId === both.id);
    expect(narrowed?.changes).toEqual({ before: { fleets: ["core", "lab"] }, after: { fleets: ["lab"] } });
  });

  it("as an instance admin keeps every token, whole", async () => {
    const boss = await api.person({ admin: true, roles: { core: "viewer" } });
    const bound = await api.token(boss, { fleets: ["core"] });
    await api.token(boss, { kind: "fleet", fleet: "core" });
    expect((await consequences("core", boss)).body).toEqual({
      tokens: [],
      others: 0,
      fleet_tokens: [],
      fleet_tokens_total: 0,
    });
    expect((await leave("core", boss, root)).status).toBe(204);
    expect((await look("core", bound.token)).status).toBe(200);
    expect((await view(bound.id)).fleets).toEqual(["core"]);
  });

  it("loses nothing when the removal is refused", async () => {
    const last = await api.person({ roles: { yard: "admin" } });
    const { token } = await api.token(last, { fleets: ["yard"] });
    expect((await leave("yard", last, root)).status).toBe(409);
    expect((await look("yard", token)).status).toBe(200);
  });

  it("stops calls under way: none is let in after the answer", async () => {
    const ada = await api.person({ roles: { core: "viewer" } });
    const { token } = await api.token(ada);
    expect((await look("core", token)).status).toBe(200);
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => look("core", token)),
      leave("core", ada).then(() => look("core", token)),
    ]);
    expect(answers.at(-1)?.status).toBe(401);
  });
});

describe("the consequences shown beforehand", () => {
  it("are those that come true, for each token of theirs that reaches the fleet", async () => {
    const ada = await api.person({ roles: { core: "deployer", lab: "viewer" } });
    const made = {
      only: await api.token(ada, { fleets: ["core"], scopes: ["machines:read"] }),
      both: await api.token(ada, { fleets: ["core", "lab"] }),
      all: await api.token(ada),
      elsewhere: await api.token(ada, { fleets: ["lab"] }),
      gone: await api.token(ada),
    };
    await call("DELETE", `/tokens/${made.gone.id}`, as(ada));
    await look("core", made.only.token);
    const { body } = await consequences("core", ada);
    expect(
      Object.fromEntries(
        body.tokens.map((token: { id: string; effect: string }) => [token.id, token.effect]),
      ),
    ).toEqual({ [made.only.id]: "revoked", [made.both.id]: "narrowed", [made.all.id]: "loses_fleet" });
    expect(body.others).toBe(0);
    expect(body.tokens.find(({ id }: { id: string }) => id === made.only.id)).toEqual({
      id: made.only.id,
      name: "a token",
      prefix: made.only.prefix,
      kind: "personal",
      status: "active",
      last_used_at: expect.any(String),
      scopes: ["machines:read"],
      description: "",
      namespaces: null,
      allowed_ips: null,
      rotate_every: null,
      inherit: false,
      effect: "revoked",
    });
    await leave("core", ada);
    expect((await view(made.only.id)).status).toBe("revoked");
    expect((await view(made.both.id)).fleets).toEqual(["lab"]);
    expect((await view(made.all.id)).status).toBe("active");
  });

  it("of leaving the last fleet tell of tokens that do not reach it only how many there are", async () => {
    const ada = await api.person({ roles: { core: "viewer", lab: "viewer" } });
    const hidden = await api.token(ada, { fleets: ["lab"], name: "hidden from core" });
    const all = await api.token(ada);
    // By hand, so that the token bound to lab is still there.
    await api.database.asOwner("DELETE FROM members WHERE user_id = $1 AND fleet_id = $2", [
      ada.id,
      (await db().fleet.findUniqueOrThrow({ where: { slug: "lab" } })).id,
    ]);
    const answer = await consequences("core", ada);
    expect(answer.body).toMatchObject({ tokens: [{ id: all.id, effect: "revoked" }], others: 1 });
    expect(answer.text).not.toContain(hidden.id);
    await leave("core", ada);
    expect((await view(hidden.id)).status).toBe("revoked");
  });

  it("name 200 of the fleet's tokens that they know, and count all", async () => {
    const fleet = await api.fleet("large");
    const ada = await api.person({ roles: { large: "admin" } });
    await api.database.asOwner(`
      WITH made AS (
        INSERT INTO tokens (id, kind, owner_fleet_id, name, scopes, fleets_bound, fleet_ids, created_by)
        SELECT gen_random_uuid(), 'fleet', '${fleet.id}', 'ci ' || i, '{machines:read}', true, '{${fleet.id}}', '{}'
        FROM generate_series(1, 250) i RETURNING id)
      INSERT INTO secrets (id, token_id, hash, prefix, seen_by)
      SELECT gen_random_uuid(), id, sha256(id::text::bytea), 'cab_flt_abcdef', '${ada.id}' FROM made`);
    const { body } = await consequences("large", ada, as(root));
    expect([body.fleet_tokens.length, body.fleet_tokens_total]).toEqual([200, 250]);
  });

  it("name the fleet's tokens whose working secret they have seen", async () => {
    const ada = await api.person({ roles: { core: "admin" } });
    const fleetToken = (name: string) => api.token(ada, { kind: "fleet", fleet: "core", name });
    const [seen, rotated, revoked] = [
      await fleetToken("seen"),
      await fleetToken("rotated"),
      await fleetToken("revoked"),
    ];
    await api.token(admin, { kind: "fleet", fleet: "core", name: "made by another" });
    await call("POST", `/tokens/${rotated.id}/rotate`, { ...as(admin), body: {} });
    await call("DELETE", `/tokens/${revoked.id}`, as(admin));
    const { body } = await consequences("core", ada);
    expect(body.fleet_tokens).toEqual([{ id: seen.id, name: "seen", prefix: seen.prefix }]);
    await leave("core", ada);
    expect((await look("core", seen.token)).status).toBe(200);
    expect((await view(seen.id)).flags).toEqual(["seen_by_leaver"]);
  });

  it("are for the fleet's admins in person: neither for other members nor for lesser tokens", async () => {
    const ada = await api.person({ roles: { core: "deployer" } });
    await api.token(ada, { name: "private business" });
    const tokens = [
      await api.token(admin, { scopes: ["permissions:manage"] }),
      await api.token(admin, { scopes: undefined, inherit: true }),
      await api.token(admin, { scopes: ["admin"], fleets: ["lab"] }),
      await api.token(admin, { kind: "fleet", fleet: "core", scopes: ["admin"] }),
    ];
    for (const options of [as(ada), ...tokens]) {
      const answer = await consequences("core", ada, options);
      expect(answer.status).toBe(403);
      expect(answer.text).not.toContain("private");
    }
    expect((await consequences("core", ada, as(root))).status).toBe(200);
  });
});
