/** The clear value stands in one answer and nowhere else: not in the database, not on the console, not in any answer. */
import { format } from "node:util";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { uuidv7 } from "@/lib/database/uuid";
import { call, type Person, useApi } from "@/lib/testing/api";
import { flushCounts } from "./counts";

const api = useApi();
let ada: Person;
let printed: string[];

beforeAll(async () => {
  await api.fleet("core");
  ada = await api.person({ roles: { core: "deployer" } });
});

beforeEach(() => {
  printed = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((chunk) => Boolean(printed.push(String(chunk))));
  }
  for (const level of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, level).mockImplementation((...args) => void printed.push(format(...args)));
  }
});
afterEach(() => vi.restoreAllMocks());

/** Every value of every column of every table, as text; bytes both as hex and as the text that they may be. */
async function columnsWith(needle: string): Promise<string[]> {
  const columns = await api.database.asOwner<{ table: string; column: string; type: string }>(
    `SELECT c.relname AS "table", a.attname AS "column", t.typname AS type
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname = 'public'`,
  );
  expect(columns.length).toBeGreaterThan(80);
  const found: string[] = [];
  for (const { table, column, type } of columns) {
    const texts =
      type === "bytea"
        ? [`encode("${column}", 'escape')`, `encode("${column}", 'hex')`, `encode("${column}", 'base64')`]
        : [`"${column}"::text`];
    const [row] = await api.database.asOwner<{ hits: boolean }>(
      `SELECT EXISTS (SELECT FROM "${table}" WHERE ${texts.map((text) => `strpos(${text}, $1) > 0`).join(" OR ")}) AS hits`,
      [needle],
    );
    if (row?.hits) found.push(`${table}.${column}`);
  }
  return found;
}

const hex = (text: string) => Buffer.from(text).toString("hex");

it("the search finds a canary in a text, a list, JSON, bytes and a partition of the log, and on the console", async () => {
  const canary = "cab_pat_CANARYcanary";
  const { id } = await api.token(ada);
  const secret = uuidv7();
  const sql = (text: string, values: unknown[] = []) => api.database.asOwner(text, values);
  await sql("UPDATE tokens SET description = $1, allowed_ips = ARRAY[$1], ips_bound = true WHERE id = $2", [
    canary,
    id,
  ]);
  await sql("UPDATE tokens SET disabled_by = jsonb_build_object('name', $1::text) WHERE id = $2", [
    canary,
    id,
  ]);
  await sql("INSERT INTO links (id, kind, hash, expires_at) VALUES ($1, 'reset', $2, now())", [
    secret,
    Buffer.from(canary),
  ]);
  await sql(
    `INSERT INTO audit_events (id, at, action, decision, rbac_decision, credential, via, reason)
     VALUES ($1, now(), 'x', 'allow', 'allow', 'none', 'api', $2)`,
    [uuidv7(), canary],
  );
  const found = await columnsWith(canary);
  expect(found.filter((column) => !column.startsWith("audit_events")).sort()).toEqual([
    "links.hash",
    "tokens.allowed_ips",
    "tokens.description",
    "tokens.disabled_by",
  ]);
  expect(found.filter((column) => /^audit_events_\w+\.reason$/.test(column))).toHaveLength(1);
  expect(await columnsWith(hex(canary))).toEqual(["links.hash"]);
  console.warn("with %s", canary);
  process.stderr.write(canary);
  expect(printed.filter((line) => line.includes(canary))).toHaveLength(2);
  await sql("DELETE FROM links");
  await sql("DELETE FROM audit_events WHERE action = 'x'");
});

it("no secret is found anywhere, whatever its owner, a stranger and a fault do with it", async () => {
  const session = ada.session;
  const made = await call("POST", "/tokens", { session, body: { name: "canary", scopes: ["admin"] } });
  const first: string = made.body.token;
  const rotated = await call("POST", `/tokens/${made.body.id}/rotate`, { session, body: {} });
  const second: string = rotated.body.token;
  const answers: string[] = [made.text.replace(first, ""), rotated.text.replace(second, "")];
  const send = async (...args: Parameters<typeof call>) => answers.push((await call(...args)).text);

  for (const secret of [first, second]) {
    // Used, refused, spoilt, and put where a secret does not belong.
    await send("GET", "/whoami", { token: secret });
    await send("GET", "/tokens", { token: secret });
    await send("GET", "/fleets/core/machines", { token: secret });
    await send("GET", "/whoami", { headers: { token: secret } });
    await send("GET", "/whoami", { token: `${secret}x` });
    await send("GET", "/whoami", { token: secret, headers: { token: secret } });
    await send("GET", `/whoami?x=${secret}`, { token: secret });
    await send("GET", `/tokens/${secret}`, { session });
    await send("GET", `/fleets/${secret}/machines`, { token: second });
    await send("GET", `/nothing/${secret}`, { token: second });
    await send("GET", "/whoami", { token: second, headers: { "user-agent": `curl ${secret}` } });
    await send("GET", "/whoami", { token: second, headers: { "x-cabinet-client-request-id": secret } });
  }
  await send("POST", "/tokens", { session, body: `{"name": "${second}` });
  await send("POST", "/tokens", { session, body: { name: "x", scopes: [second] } });
  await send("POST", "/tokens", {
    session,
    body: { name: second, scopes: ["machines:read"], description: second },
  });
  await send("PATCH", `/tokens/${made.body.id}`, { session, body: { description: `it is ${second}` } });
  await send("POST", "/fleets/core/machines", {
    session,
    body: { name: "m", namespace: "production", hostname: second, tags: [second] },
  });
  await send("DELETE", `/tokens/${made.body.id}?reason=${encodeURIComponent(second.slice(0, 40))}`, {
    session,
  });

  // A statement that fails may not carry its parameters to the console or to the caller.
  await api.database.asOwner("ALTER TABLE secrets ADD CONSTRAINT fault CHECK (false) NOT VALID");
  const failed = await call("POST", "/tokens", {
    session,
    body: { name: "fails", scopes: ["machines:read"] },
  });
  await api.database.asOwner("ALTER TABLE secrets DROP CONSTRAINT fault");
  expect(failed.status).toBe(500);
  expect(printed.join("\n")).toContain(failed.body.request_id);
  await flushCounts();

  await send("GET", `/tokens/${made.body.id}`, { session });
  await send("GET", "/tokens?status=all&limit=200", { session });
  await send("GET", "/audit?limit=200", { session });
  const text = `${answers.join("\n")}\n${failed.text}\n${printed.join("\n")}`;
  for (const secret of [first, second]) {
    // Half of it would be as bad.
    for (const piece of [secret, secret.slice(8), secret.slice(14, 40), secret.slice(-20)]) {
      expect(await columnsWith(piece)).toEqual([]);
      expect(await columnsWith(hex(piece))).toEqual([]);
      expect(text.includes(piece)).toBe(false);
    }
    expect(text).toContain(secret.slice(0, 14));
  }
  expect(text).not.toMatch(/cab_(pat|flt)_[0-9A-Za-z]{49}/);
});
