import { beforeAll, describe, expect, it } from "vitest";
import { uuidv7 } from "@/lib/database/uuid";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
const ids = new Map<string, string>();
let ada: Person;
let eve: Person;

/** Tokens straight into the database: 120 creations by the API would take long. */
async function plant(owner: Person, count: number, name: (n: number) => string) {
  const planted = Array.from({ length: count }, () => ({ token: uuidv7(), secret: uuidv7() }));
  // Many share a name, an expiry, a creation and a last use, so that only the id tells them apart.
  await api.database.asOwner(
    `INSERT INTO tokens (id, kind, owner_user_id, name, scopes, expires_at, created_at, created_by)
     SELECT id, 'personal', $1, name, '{machines:read}',
       CASE WHEN n % 3 = 0 THEN NULL ELSE timestamptz '2099-01-01Z' + (n % 5) * interval '1 day' END,
       timestamptz '2026-01-01Z' + (n % 7) * interval '1 hour', '{"type":"user","id":null,"name":"x"}'
     FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS t(id, name, n)`,
    [owner.id, planted.map((row) => row.token), planted.map((_, n) => name(n))],
  );
  await api.database.asOwner(
    `INSERT INTO secrets (id, token_id, hash, prefix)
     SELECT s, t, sha256(t::text::bytea), 'cab_pat_' || translate(right(t::text, 6), '0123456789', 'ghijklmnop') FROM unnest($1::uuid[], $2::uuid[]) AS x(s, t)`,
    [planted.map((row) => row.secret), planted.map((row) => row.token)],
  );
  await api.database.asOwner(
    `INSERT INTO secret_uses (secret_id, last_used_at)
     SELECT s, timestamptz '2026-02-01Z' + (n % 4) * interval '1 minute' FROM unnest($1::uuid[]) WITH ORDINALITY AS x(s, n)
     WHERE n % 2 = 0`,
    [planted.map((row) => row.secret)],
  );
  return planted.map((row) => row.token);
}

beforeAll(async () => {
  await api.fleet("core");
  ada = await api.person({ roles: { core: "deployer" } });
  eve = await api.person({ roles: { core: "deployer" } });
  const names = ["Alpha", "alpha", "Ärger", "Zebra", "zebra", "éclair", "10%", "1_0", "10x", "o'brien"];
  for (const id of await plant(ada, 120, (n) => names[n % names.length] ?? "")) ids.set(id, "ada");
  for (const id of await plant(eve, 10, () => "Alpha")) ids.set(id, "eve");
});

const list = (query: string, person = ada) => call("GET", `/tokens?${query}`, { session: person.session });
const idsOf = (answer: { body: { data: { id: string }[] } }) => answer.body.data.map((token) => token.id);

describe("paging", () => {
  const sorts = ["name", "created_at", "expires_at", "last_used_at"].flatMap((sort) => [sort, `-${sort}`]);

  it.each(sorts)("by %s visits every token exactly once while others are created", async (sort) => {
    const before = [...ids].filter(([, owner]) => owner === "ada").map(([id]) => id);
    const visited: string[] = [];
    const keys: (string | null)[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const answer = await list(`sort=${sort}&limit=37${cursor ? `&cursor=${cursor}` : ""}`);
      expect(answer.status).toBe(200);
      visited.push(...idsOf(answer));
      const key = sort.replace("-", "");
      keys.push(...answer.body.data.map((token: Record<string, string | null>) => token[key]));
      cursor = answer.body.next_cursor;
      pages += 1;
      const [born] = await plant(ada, 1, () => "mid");
      if (born) ids.set(born, "ada");
    } while (cursor);
    expect(pages).toBeGreaterThan(3);
    expect(new Set(visited).size).toBe(visited.length);
    expect(before.filter((id) => !visited.includes(id))).toEqual([]);
    expect(visited.filter((id) => ids.get(id) !== "ada")).toEqual([]);
    // In order: never-expiring counts as last, never-used as first.
    const order = sort.includes("name")
      ? null
      : (key: string | null) => key ?? (sort.includes("expires") ? "9" : "");
    if (order) {
      const sorted = keys.map(order).sort();
      expect(keys.map(order)).toEqual(sort.startsWith("-") ? sorted.reverse() : sorted);
    } else {
      const collator = new Intl.Collator("und");
      const sorted = [...keys].sort((a, b) => collator.compare(a ?? "", b ?? ""));
      expect(keys.map((key) => key?.toLowerCase())).toEqual(
        (sort.startsWith("-") ? sorted.reverse() : sorted).map((key) => key?.toLowerCase()),
      );
    }
  });

  it("has 50 to a page, and ends with a null cursor", async () => {
    expect((await list("")).body.data).toHaveLength(50);
    const all = await list("limit=200");
    expect([all.body.data.length > 119, all.body.next_cursor]).toEqual([true, null]);
  });

  const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  it.each([
    ["nonsense", "nonsense"],
    ["empty", ""],
    ["of another sort", forged({ sort: "name", value: "a", id: uuidv7() })],
    ["without an id", forged({ sort: "-created_at", value: "2026-01-01T00:00:00.000Z" })],
    [
      "with SQL for an id",
      forged({ sort: "-created_at", value: "2026-01-01T00:00:00.000Z", id: "' OR 1=1" }),
    ],
    ["with an operator", forged({ sort: "-created_at", value: { not: "" }, id: uuidv7() })],
    ["with no time where a time belongs", forged({ sort: "-created_at", value: "yesterday", id: uuidv7() })],
    [
      "with a time that there is not",
      forged({ sort: "-created_at", value: "2026-13-45T00:00:00.000Z", id: uuidv7() }),
    ],
    ["with null where a time belongs", forged({ sort: "-created_at", value: null, id: uuidv7() })],
  ])("from a cursor that is %s is 422", async (_, cursor) => {
    const answer = await list(`cursor=${cursor}`);
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, "cursor"]);
  });

  it("from a name with a NUL in the cursor is 422", async () => {
    const answer = await list(`sort=name&cursor=${forged({ sort: "name", value: "\0", id: uuidv7() })}`);
    expect(answer.status).toBe(422);
  });
});

describe("searching", () => {
  const names = async (q: string) => {
    const answer = await list(`limit=200&q=${encodeURIComponent(q)}`);
    return [...new Set(answer.body.data.map((token: { name: string }) => token.name))].sort();
  };

  it("takes %, _, \\ and quotes as they are", async () => {
    expect(await names("%")).toEqual(["10%"]);
    expect(await names("1_")).toEqual(["1_0"]);
    expect(await names("\\")).toEqual([]);
    expect(await names("'")).toEqual(["o'brien"]);
    expect(await names("' OR '1'='1")).toEqual([]);
    expect(await names("10")).toEqual(["10%", "10x"]);
  });

  it("finds by name in any case, by description, and by the prefix as it is", async () => {
    expect(await names("ALPHA")).toEqual(["Alpha", "alpha"]);
    const made = await api.token(ada, { name: "noted", description: "for the Nightly build" });
    ids.set(made.id, "ada");
    expect(await names("nightly")).toEqual(["noted"]);
    expect(idsOf(await list(`q=${made.prefix}`))).toEqual([made.id]);
  });

  it("finds nothing of others", async () => {
    const answer = await list("q=Alpha&status=all&limit=200", eve);
    expect(answer.body.data).toHaveLength(10);
    expect(answer.body.counts).toEqual({ active: 10, disabled: 0, expired: 0, revoked: 0 });
    expect(idsOf(answer).every((id) => ids.get(id) === "eve")).toBe(true);
  });

  it("with a NUL is 422", async () => {
    expect((await list("q=%00")).status).toBe(422);
  });
});

describe("status", () => {
  it("shows active and disabled unless told, and counts all four over the same search", async () => {
    const bob = await api.person({ roles: { core: "deployer" } });
    const made: Record<string, string> = {};
    for (const name of ["active", "disabled", "expired", "revoked"])
      made[name] = (await api.token(bob, { name })).id;
    await call("PATCH", `/tokens/${made.disabled}`, { session: bob.session, body: { enabled: false } });
    await call("DELETE", `/tokens/${made.revoked}`, { session: bob.session });
    await api.database.asOwner("UPDATE tokens SET expires_at = now() WHERE id = $1", [made.expired]);
    const shown = async (query: string) => {
      const answer = await list(query, bob);
      expect(answer.body.counts).toEqual({ active: 1, disabled: 1, expired: 1, revoked: 1 });
      return answer.body.data.map((token: { name: string; status: string }) => {
        expect(token.status).toBe(token.name);
        return token.name;
      });
    };
    expect(await shown("sort=name")).toEqual(["active", "disabled"]);
    expect(await shown("sort=name&status=all")).toEqual(["active", "disabled", "expired", "revoked"]);
    expect(await shown("sort=name&status=revoked,expired")).toEqual(["expired", "revoked"]);
    expect((await list("status=active&q=disabled", bob)).body.counts).toEqual({
      active: 0,
      disabled: 1,
      expired: 0,
      revoked: 0,
    });
  });
});

describe("fleet tokens", () => {
  it("are listed for the fleet's admins alone", async () => {
    const chief = await api.person({ roles: { core: "admin" } });
    const made = await api.token(chief, { kind: "fleet", fleet: "core" });
    expect(idsOf(await list("kind=fleet", chief))).toEqual([made.id]);
    expect(idsOf(await list("", chief))).toEqual([]);
    expect(idsOf(await list("kind=fleet", ada))).toEqual([]);
  });
});
