import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { connectDatabase, disconnectDatabase } from "@/lib/database/client";
import { inDatabase } from "@/lib/database/urls";

export type TestDatabase = {
  /** This file's database, as the server's superuser. */
  readonly ownerUrl: string;
  /** This file's database, as the role that serves. */
  readonly servingUrl: string;
  /** Runs SQL as the superuser, for what the serving role may not do. */
  asOwner<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
};

/**
 * Gives the test file that calls it (once, at its top) a migrated, empty database of its own; `db()` and `pool()` are
 * connected to it as the serving role. It is dropped at the end.
 */
export function useDatabase(): TestDatabase {
  const server = inject("database");
  const name = `cabinet_test_${randomBytes(6).toString("hex")}`;
  const ownerUrl = inDatabase(server.ownerUrl, name);
  const servingUrl = inDatabase(server.servingUrl, name);
  let owner: Promise<pg.Client> | undefined;

  beforeAll(async () => {
    await onServer(server.ownerUrl, (client) => copyTemplate(client, server.template, name));
    connectDatabase(servingUrl, { applicationName: name });
  });

  afterAll(async () => {
    await disconnectDatabase();
    await (await owner)?.end();
    await onServer(server.ownerUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  });

  return {
    ownerUrl,
    servingUrl,
    async asOwner<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      owner ??= open(ownerUrl);
      return (await (await owner).query<Row>(sql, values)).rows;
    },
  };
}

/** A copy fails while something is still connected to the template, such as a worker of the server's own. */
async function copyTemplate(client: pg.Client, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
      return;
    } catch (error) {
      if (attempt === 50 || (error as { code?: unknown }).code !== "55006") throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function onServer(url: string, fn: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = await open(url);
  try {
    await fn(client);
  } finally {
    await client.end();
  }
}
