// `npm run check`: format and lint, types, who imports whom, unused code. All of them run, and all that they find is shown.
import { spawn } from "node:child_process";
import { prepare } from "./prepare.mjs";
import { giveUp, run } from "./progress.mjs";
import { at, root } from "./project.mjs";

await prepare(["packages", "client"]).catch(giveUp);

const node = process.execPath;
const modules = (...parts) => at("node_modules", ...parts);

// The types of pages and of what only the bundler can import are written by Next.
await run(node, [modules("next", "dist", "bin", "next"), "typegen"], {
  cwd: root,
  env: { NEXT_TELEMETRY_DISABLED: "1" },
  failure: "Next could not write its types.",
}).catch(giveUp);

const results = await Promise.all([
  check("Format and lint", [
    modules("@biomejs", "biome", "bin", "biome"),
    "check",
    "--error-on-warnings",
    ".",
  ]),
  check("Types", [modules("typescript", "bin", "tsc"), "--noEmit"]),
  check("Architecture", ["--import", "tsx", at("scripts", "architecture.ts")]),
  check("Unused code", [modules("knip", "bin", "knip.js"), "--no-progress"]),
]);
process.exit(results.every(Boolean) ? 0 : 1);

/** Runs one checker and tells its result when it is done. Answers whether it found nothing. */
function check(name, args) {
  const began = Date.now();
  return new Promise((resolve) => {
    const child = spawn(node, args, {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (chunk) => {
        said += chunk;
      });
    child.once("error", (error) => {
      said += error.message;
    });
    child.once("close", (code) => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)\n`);
      if (code !== 0) process.stdout.write(`${said.trim()}\n\n`);
      resolve(code === 0);
    });
  });
}
