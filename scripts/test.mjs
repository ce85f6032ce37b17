// `npm test`: everything that can fail, the quick ones first. `npm test -- --only check|unit|e2e` runs one part.
import { findBrowser } from "./browser.mjs";
import { prepare } from "./prepare.mjs";
import { giveUp, runVisibly, StepFailed } from "./progress.mjs";
import { at, root } from "./project.mjs";

const only = readOnly(process.argv.slice(2));
const began = Date.now();
const times = [];

try {
  await prepare(["packages", "client"]);
  // Before anything long: without a browser it all would be in vain.
  const browser = wants("e2e") ? await findBrowser() : null;
  if (wants("check")) await part("check", ["scripts/check.mjs"]);
  if (wants("unit")) await part("unit", [at("node_modules", "vitest", "vitest.mjs"), "run"]);
  if (browser) {
    await timed("build", () => prepare(["build"]));
    await part("e2e", [at("node_modules", "@playwright", "test", "cli.js"), "test"], {
      CABINET_CHROMIUM: browser,
    });
  }
} catch (error) {
  if (times.length > 0) process.stdout.write(`\n${times.join(" · ")}\n`);
  giveUp(error);
}
process.stdout.write(`\nAll passed in ${secondsSince(began)} s: ${times.join(" · ")}\n`);

function wants(name) {
  return only === null || only === name;
}

async function part(name, args, env) {
  process.stdout.write(`\n── ${name}\n`);
  await timed(name, async () => {
    const exitCode = await runVisibly(process.execPath, args, { cwd: root, env });
    if (exitCode !== 0) throw new StepFailed(`npm test failed in ${name} (see above).`);
  });
}

async function timed(name, work) {
  const start = Date.now();
  try {
    await work();
  } finally {
    times.push(`${name} ${secondsSince(start)} s`);
  }
}

function secondsSince(start) {
  return Math.round((Date.now() - start) / 1000);
}

function readOnly(args) {
  if (args.length === 0) return null;
  if (args[0] === "--only" && ["check", "unit", "e2e"].includes(args[1]) && args.length === 2) return args[1];
  process.stderr.write("Usage: npm test [-- --only check|unit|e2e]\n");
  process.exit(64);
}
