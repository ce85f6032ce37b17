// Generates the database client when the schema or Prisma changed.
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { run, withProgress } from "./progress.mjs";
import { at, digest, readJson, readText, root } from "./project.mjs";

const OUTPUT = at("lib", "database", "generated");
const STAMP = at("lib", "database", "generated", ".made-from");

function inputs() {
  const prisma = readJson(at("node_modules", "prisma", "package.json"))?.version;
  return digest(prisma, readText(at("prisma", "schema.prisma")), readText(at("prisma.config.ts")));
}

export function clientIsCurrent() {
  return existsSync(at("lib", "database", "generated", "client.ts")) && readText(STAMP) === inputs();
}

export async function generateClient() {
  const made = inputs();
  await rm(OUTPUT, { recursive: true, force: true });
  await withProgress("Generating the database client", () =>
    run(process.execPath, [at("node_modules", "prisma", "build", "index.js"), "generate"], {
      cwd: root,
      // Generating needs no schema engine, but Prisma downloads one unless it is told that it has one.
      env: {
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
      failure: "The database client could not be generated from prisma/schema.prisma.",
    }),
  );
  await writeFile(STAMP, made);
}
