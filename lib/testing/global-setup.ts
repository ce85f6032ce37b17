import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { grantServing } from "@/lib/database/grants";
import { migrate } from "@/lib/database/migrate";
import { makeAuditPartitions } from "@/lib/database/partitions";
import { asUser, inDatabase } from "@/lib/database/urls";

declare module "vitest" {
  interface ProvidedContext {
    /** The server of this run, as its superuser and as the serving role, and the database that every file copies. */
    database: { ownerUrl: string; servingUrl: string; template: string };
  }
}

const SERVING_ROLE = "cabinet_app";

/** One PostgreSQL for the whole run, and one migrated database in it from which each test file gets its copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  try {
    const template = `cabinet_template_${randomBytes(6).toString("hex")}`;
    await makeTemplate(server, template);
    project.provide("database", { ownerUrl: server.ownerUrl, servingUrl: server.servingUrl, template });
    return async () => {
      await onServer(server.ownerUrl, async (client) => {
        await client.query(`ALTER DATABASE ${template} IS_TEMPLATE false`);
        await client.query(`DROP DATABASE ${template} WITH (FORCE)`);
      });
      await server.stop();
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Server = { ownerUrl: string; servingUrl: string; stop(): Promise<void> };

/** CABINET_TEST_DATABASE_URL names a server to use instead of the embedded one, as a superuser. */
async function startServer(): Promise<Server> {
  const given = process.env.CABINET_TEST_DATABASE_URL;
  if (given) return givenServer(given);
  const { startEmbedded } = await import("@/lib/database/embedded/start");
  const folder = await mkdtemp(path.join(tmpdir(), "cabinet-test-"));
  const { ownerUrl, servingUrl, stop } = await startEmbedded({ dataDir: folder, durable: false });
  return {
    ownerUrl,
    servingUrl,
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function givenServer(ownerUrl: string): Promise<Server> {
  const password = "cabinet-test";
  await onServer(ownerUrl, async (client) => {
    await client.query(
      `DO $$ BEGIN CREATE ROLE ${SERVING_ROLE}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
    );
    await client.query(`ALTER ROLE ${SERVING_ROLE} LOGIN NOSUPERUSER PASSWORD '${password}'`);
  });
  return { ownerUrl, servingUrl: asUser(ownerUrl, SERVING_ROLE, password), stop: async () => {} };
}

async function makeTemplate(server: Server, name: string): Promise<void> {
  await onServer(server.ownerUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    // A server elsewhere has a zone of its own; whatever reads a timestamp must not care.
    await client.query(`ALTER ROLE ${SERVING_ROLE} SET timezone = 'Asia/Kolkata'`);
  });
  const url = inDatabase(server.ownerUrl, name);
  await migrate(url);
  await onServer(url, async (client) => {
    await grantServing(client, SERVING_ROLE);
    await makeAuditPartitions(client);
  });
  await onServer(server.ownerUrl, (client) => client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`));
}

async function onServer<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}
