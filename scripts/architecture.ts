// `npm run check` runs this: who imports whom, and whether every verb that writes authorizes and records.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { importProblems } from "./import-rules";
import { readModules } from "./modules";
import { verbProblems } from "./verb-rule";

const modules = readModules(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const imports = modules.reduce((sum, module) => sum + module.imports.length, 0);
const problems = [...importProblems(modules), ...verbProblems(modules)];
for (const problem of problems) console.error(problem);
// A checker that sees nothing finds nothing.
if (modules.length < 50 || imports < 150) {
  console.error(
    `Only ${modules.length} modules with ${imports} imports were seen: something hides the rest.`,
  );
  process.exit(1);
}
if (problems.length > 0) process.exit(1);
process.stdout.write(`${modules.length} modules, ${imports} imports: as they should be.\n`);
