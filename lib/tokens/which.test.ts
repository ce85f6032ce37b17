import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { call, type Person, useApi } from "@/lib/testing/api";
import { TokenSecret } from "./secret";

const api = useApi();
let ada: Person;
let chief: Person;
let eve: Person;
let root: Person;

beforeAll(async () => {
  await api.fleet("core");
  await api.fleet("lab");
  ada = await api.person({ roles: { core: "deployer" } });
  chief = await api.person({ roles: { core: "admin" } });
  eve = await api.person({ roles: { lab: "admin" } });
  root = await api.person({ admin: true });
});

const which = (who: Person, body: unknown) => call("POST", "/tokens/which", { session: who.session, body });
const foundBy = async (who: Person, body: unknown) =>
  (await which(who, body)).body.data.map((found: { token: { id: string }; may: string[] }) => [
    found.token.id,
    found.may,
  ]);

describe("which token a pasted secret belongs to", () => {
  it("is told to its owner, to who runs a fleet that it reaches and to instance admins, with what each may do", async () => {
    const made = await api.token(ada);
    for (const body of [{ secret: made.token }, { secret: ` ${made.token}\n` }, { prefix: made.prefix }]) {
      expect(await foundBy(ada, body)).toEqual([[made.id, ["update", "pause", "rotate", "revoke"]]]);
      expect(await foundBy(root, body)).toEqual([[made.id, ["pause", "revoke"]]]);
      expect(await foundBy(chief, body)).toEqual([[made.id, []]]);
    }
  });

  it("of a fleet is told to its admins alone", async () => {
    const made = await api.token(chief, { kind: "fleet", fleet: "core" });
    const all = ["update", "pause", "rotate", "revoke"];
    expect(await foundBy(chief, { secret: made.token })).toEqual([[made.id, all]]);
    expect(await foundBy(root, { secret: made.token })).toEqual([[made.id, all]]);
    expect(await foundBy(ada, { secret: made.token })).toEqual([]);
  });

  it("is answered, where it is not theirs to know, exactly as one that never was", async () => {
    const made = await api.token(ada);
    const unknown = TokenSecret.generate("personal");
    const [foreign, none] = [
      await which(eve, { secret: made.token }),
      await which(eve, { secret: unknown.reveal() }),
    ];
    expect([foreign.status, foreign.text]).toEqual([none.status, none.text]);
    expect((await which(eve, { prefix: made.prefix })).text).toBe(
      (await which(eve, { prefix: unknown.prefix() })).text,
    );
  });

  it("is found by a secret that has ended too, and says that it has", async () => {
    const made = await api.token(ada);
    await call("GET", "/whoami", { token: made.token, ip: "203.0.113.7" });
    const rotated = await call("POST", `/tokens/${made.id}/rotate`, { session: ada.session, body: {} });
    const [old] = (await which(ada, { secret: made.token })).body.data;
    expect(old.secret).toMatchObject({
      prefix: made.prefix,
      state: "ended",
      uses: 1,
      last_used_ip: "203.0.113.7",
    });
    const [current] = (await which(ada, { secret: rotated.body.token })).body.data;
    expect([current.token.id, current.secret.state, current.secret.uses]).toEqual([made.id, "current", 0]);
  });

  it("with a wrong character is 422, and what was sent comes back in no answer and stands in no log", async () => {
    const made = await api.token(ada);
    const wrong = `${made.token.slice(0, -1)}${made.token.endsWith("0") ? "1" : "0"}`;
    const refused = await which(ada, { secret: wrong });
    expect([refused.status, refused.body.errors[0].path]).toEqual([422, "secret"]);
    const answers = [refused.text, (await which(ada, { secret: made.token })).text];
    const log = JSON.stringify(await db().auditEvent.findMany());
    expect(log).toContain(made.prefix);
    for (const text of [...answers, log]) {
      expect(text).not.toContain(wrong);
      expect(text).not.toContain(made.token);
    }
    for (const body of [{}, { secret: made.token, prefix: made.prefix }, { prefix: "cab_pat_" }])
      expect((await which(ada, body)).status).toBe(422);
  });

  it("is told to nobody who comes with a token", async () => {
    const admin = await api.token(ada, { scopes: ["admin"] });
    const answer = await call("POST", "/tokens/which", { token: admin.token, body: { secret: admin.token } });
    expect([answer.status, answer.body.code]).toEqual([403, "session_required"]);
  });
});
