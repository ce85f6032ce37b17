// npm run migration -- NAME: writes the next migration, from what prisma/schema.prisma says beyond the last one.

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { draftMigration } from "@/lib/database/drift";
import { startEmbedded } from "@/lib/database/embedded/start";
import { migrationsFolder } from "@/lib/database/migrations";

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error(
    "Give the migration a name of small letters, digits and _: npm run migration -- add_services",
  );
  process.exit(2);
}

const scratch = await mkdtemp(path.join(tmpdir(), "cabinet-migration-"));
const server = await startEmbedded({ dataDir: scratch, durable: false });
try {
  const drafted = await draftMigration(server.ownerUrl, await readFile("prisma/schema.prisma", "utf8"), name);
  if (!drafted) {
    console.error("The schema and the migrations agree already: nothing was written.");
  } else {
    const folder = path.join(migrationsFolder(), drafted.name);
    await mkdir(folder);
    await writeFile(path.join(folder, "migration.sql"), drafted.script);
    console.error(
      `Written: ${path.relative(process.cwd(), folder)}/migration.sql. Read it, and add by hand what Prisma`,
    );
    console.error(
      "cannot express: checks, and the rights clock's triggers on a table that can change a right.",
    );
  }
} finally {
  await server.stop();
  await rm(scratch, { recursive: true, force: true });
}
