/** Puts the demo into the database as its owner, in one transaction: all of it, or nothing. */
import type pg from "pg";
import { insertParameters, insertSql } from "@/lib/audit/insert";
import { toParameters } from "@/lib/audit/row";
import type { LogEntry } from "./calls";
import type { Fleet } from "./fleet";
import type { Person, SessionRow } from "./people";
import type { DemoToken } from "./tokens";
import type { OlderUse } from "./uses";

export interface Demo {
  people: readonly Person[];
  sessions: readonly SessionRow[];
  fleets: readonly Fleet[];
  tokens: readonly DemoToken[];
  olderUses: readonly OlderUse[];
  log: readonly LogEntry[];
}

const rowsAtOnce = 2_000;
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

export async function writeDemo(client: pg.ClientBase, demo: Demo, passwordHash: string): Promise<void> {
  const [owner] = demo.people;
  if (!owner) throw new Error("a demo without people");
  await client.query("BEGIN");
  await insert(client, "users", usersOf(demo.people, passwordHash));
  await insert(client, "sessions", demo.sessions);
  for (const fleet of demo.fleets) await writeFleet(client, fleet);
  await insert(
    client,
    "members",
    demo.fleets.flatMap((fleet) => membersOf(demo.people, fleet)),
  );
  await insert(
    client,
    "tokens",
    demo.tokens.map((token) => tokenRow(token, owner)),
  );
  await insert(client, "secrets", demo.tokens.flatMap(secretRows));
  await insert(client, "secret_uses", demo.olderUses);
  await writeLog(client, demo.log);
  await client.query("COMMIT");
  await client.query("ANALYZE");
}

async function writeFleet(client: pg.ClientBase, fleet: Fleet): Promise<void> {
  const { id, slug, name, madeAt, namespaces, machines } = fleet;
  await insert(client, "fleets", [{ id, slug, name, created_at: iso(madeAt), updated_at: iso(madeAt) }]);
  await insert(
    client,
    "namespaces",
    namespaces.map((one) => ({ id: one.id, fleet_id: id, name: one.name, created_at: iso(one.madeAt) })),
  );
  await insert(
    client,
    "machines",
    machines.map((one) => ({
      id: one.id,
      fleet_id: id,
      namespace_id: namespaceId(fleet, one.namespace),
      name: one.name,
      hostname: one.hostname,
      tags: one.tags,
      created_at: iso(one.madeAt),
      updated_at: iso(one.madeAt),
    })),
  );
}

const namespaceId = (fleet: Fleet, name: string) => fleet.namespaces.find((one) => one.name === name)?.id;

/** Whole rows only: what a row leaves out becomes NULL, not the column's default. */
async function insert(client: pg.ClientBase, table: string, rows: readonly object[]): Promise<void> {
  await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
    JSON.stringify(rows),
  ]);
}

/** Through the server's own statement, oldest first, so that last use and counts come out as it would have them. */
async function writeLog(client: pg.ClientBase, log: readonly LogEntry[]): Promise<void> {
  const sorted = log.toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1));
  const months = new Set(sorted.map(({ row }) => `${row.at.toISOString().slice(0, 7)}-01`));
  for (const month of months) await client.query("SELECT audit_partition_for($1::date)", [month]);
  for (let at = 0; at < sorted.length; at += rowsAtOnce) {
    const batch = sorted.slice(at, at + rowsAtOnce).map(({ row, letInSecretId }) => ({
      values: toParameters(row),
      seq: null,
      letInSecretId,
    }));
    await client.query(insertSql, insertParameters(batch));
  }
}

function usersOf(people: readonly Person[], passwordHash: string): object[] {
  return people.map((person) => ({
    id: person.id,
    email: person.email,
    name: person.name,
    password_hash: person.invited ? null : passwordHash,
    admin: person.admin,
    deactivated_at: iso(person.leftAt),
    created_at: iso(person.joinedAt),
    updated_at: iso(person.leftAt ?? person.joinedAt),
  }));
}

function membersOf(people: readonly Person[], fleet: Fleet): object[] {
  return people.flatMap(({ id, roles, joinedAt }) => {
    const role = roles[fleet.slug];
    return role === undefined ? [] : [{ fleet_id: fleet.id, user_id: id, role, created_at: iso(joinedAt) }];
  });
}

const actorOf = ({ id, name }: Person) => ({ type: "user", id, name });

/** @param admin who stops the tokens of those who have left. */
function tokenRow(token: DemoToken, admin: Person): object {
  const { purpose, condition, about, createdAt, endedAt, fleet, by } = token;
  const ofFleet = token.kind === "fleet";
  const actor = actorOf(by);
  const stopper = actorOf(by.leftAt === null ? by : admin);
  const paused = condition === "paused";
  const revoked = condition === "revoked";
  return {
    id: token.id,
    kind: token.kind,
    owner_user_id: ofFleet ? null : by.id,
    owner_fleet_id: ofFleet ? fleet.id : null,
    name: token.name,
    description: purpose.description.replace("%", about),
    consumer: purpose.consumer.replace("%", about),
    scopes: purpose.scopes ?? [],
    inherit: purpose.scopes === null,
    fleets_bound: ofFleet || token.namespaces !== null,
    fleet_ids: ofFleet || token.namespaces !== null ? [fleet.id] : [],
    namespaces_bound: token.namespaces !== null,
    namespace_ids: (token.namespaces ?? []).map((name) => namespaceId(fleet, name)),
    ips_bound: purpose.bound === true,
    allowed_ips: purpose.bound ? purpose.from : [],
    enabled: !paused,
    expires_at: iso(token.expiresAt),
    rotate_every_seconds: token.rotateDays === null ? null : token.rotateDays * 86_400,
    version: token.secrets.length + (paused || revoked ? 1 : 0),
    created_at: iso(createdAt),
    created_by: actor,
    updated_at: iso(paused || revoked ? endedAt : (token.secrets.at(-1)?.createdAt ?? createdAt)),
    ...(paused ? { disabled_at: iso(endedAt), disabled_by: stopper, disabled_reason: token.reason } : {}),
    ...(revoked ? { revoked_at: iso(endedAt), revoked_by: stopper, revoke_reason: token.reason } : {}),
  };
}

function secretRows(token: DemoToken): object[] {
  return token.secrets.map(({ id, hash, prefix, createdAt, endsAt }) => ({
    id,
    token_id: token.id,
    hash,
    prefix,
    created_at: iso(createdAt),
    ends_at: iso(endsAt),
    ends_when_silent: false,
    seen_by: token.by.id,
  }));
}
