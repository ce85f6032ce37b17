import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { withSessionOptions } from "@/lib/database/urls";

type Engine = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");

/** What PostgreSQL said when it refused a script; the engine hands on no more than a page of text. */
export type ScriptError = { code: string; message: string };

export type OpenEngine = {
  engine: SchemaEngine;
  scriptError(): ScriptError | undefined;
  close(): Promise<void>;
};

/**
 * Prisma's schema engine on one database, as the owner. `schema` is the text of schema.prisma.
 * Close it: it holds a connection.
 */
export async function openSchemaEngine(ownerUrl: string, schema: string): Promise<OpenEngine> {
  const { SchemaEngine } = await loadEngine();
  const pools = new Set<pg.Pool>();
  let refused: ScriptError | undefined;
  const stock = adapterFactory(ownerUrl, pools, (error) => {
    refused = error;
  });
  const factory = bindMigrationAwareSqlAdapterFactory(stock);
  const engine = await SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => {}, factory);
  return {
    engine,
    scriptError: () => refused,
    async close() {
      engine.free();
      await Promise.all([...pools].map((each) => each.end()));
    },
  };
}

let loaded: Promise<Engine> | undefined;

/** The package's own entry needs a bundler, so its two halves are joined here; once per process, it keeps state. */
function loadEngine(): Promise<Engine> {
  loaded ??= (async () => {
    // Where the engine leaves the text of a panic; it dies without a word if this is missing.
    (globalThis as Record<string, unknown>).PRISMA_WASM_PANIC_REGISTRY ??= {
      set_message(message: string) {
        console.error(`The schema engine panicked: ${message.split("\n", 1)[0]}`);
      },
    };
    const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
    const file = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    const bytes = await readFile(path.join(path.dirname(file), "schema_engine_bg.wasm"));
    const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue as never });
    (glue as unknown as { __wbg_set_wasm(exports: unknown): void }).__wbg_set_wasm(instance.exports);
    (instance.exports.__wbindgen_start as () => void)();
    return glue;
  })();
  return loaded;
}

function adapterFactory(
  url: string,
  pools: Set<pg.Pool>,
  onRefused: (error: ScriptError) => void,
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: "postgres",
    adapterName: "token-cabinet",
    async connect() {
      const pool = new CatalogPool({
        connectionString: withSessionOptions(url, ["statement_timeout=0"]),
        ...SESSION,
      });
      pool.on("error", () => {});
      pools.add(pool);
      const adapter = forEngine(await new PrismaPg(pool).connect(), onRefused);
      const dispose = async () => {
        if (pools.delete(pool)) await pool.end();
      };
      return { ...adapter, dispose };
    },
    async connectToShadowDb() {
      throw new Error("Shadow databases are not used: drafts are made on a scratch database.");
    },
  };
}

/** One session for everything: what the engine locks or sets must hold for its next query. */
const SESSION = { max: 1, idleTimeoutMillis: 0, application_name: "token-cabinet-migrations" };

/**
 * The stock adapter splits a script at every `;`, inside function bodies too. Here it is one query, which PostgreSQL runs
 * whole or not at all.
 */
function forEngine(adapter: SqlDriverAdapter, onRefused: (error: ScriptError) => void): SqlDriverAdapter {
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    async queryRaw(query) {
      const result = await adapter.queryRaw(query);
      for (const i of charColumns.get(result.rows) ?? []) result.columnTypes[i] = ColumnTypeEnum.Character;
      return result;
    },
    executeRaw: (query) => adapter.executeRaw(query),
    startTransaction: (isolation) => adapter.startTransaction(isolation),
    getConnectionInfo: () => ({ supportsRelationJoins: false }),
    dispose: () => adapter.dispose(),
    async executeScript(script) {
      try {
        await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
      } catch (error) {
        const { originalCode, originalMessage } = (error as DriverAdapterError).cause ?? {};
        if (originalCode) onRefused({ code: originalCode, message: originalMessage ?? "" });
        throw error;
      }
    },
  };
}

/** Which columns of a result are of the catalog's one-byte type "char", by the result's rows. */
const charColumns = new WeakMap<unknown[], number[]>();

/** The adapter refuses "char" (18): it gets it as text (25), and `forEngine` says afterwards what it was. */
class CatalogPool extends pg.Pool {
  // biome-ignore lint/suspicious/noExplicitAny: pg's overloads of query have no common type.
  override async query(...args: any[]): Promise<any> {
    const result = await (super.query as (...args: unknown[]) => Promise<pg.QueryResult>)(...args);
    const columns = (result.fields ?? []).flatMap((field, i) => (field.dataTypeID === 18 ? [i] : []));
    for (const i of columns) Object.assign(result.fields[i] ?? {}, { dataTypeID: 25 });
    if (columns.length > 0) charColumns.set(result.rows, columns);
    return result;
  }
}
