// Builds the pages and bundles the server when anything that goes into them changed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { compressStatic } from "./compress.mjs";
import { run, StepFailed, withProgress } from "./progress.mjs";
import { at, digest, readText, root } from "./project.mjs";

const FOLDERS = ["app", "components", "lib", "public"];
const FILES = [
  "instrumentation.ts",
  "next.config.ts",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "server.ts",
  "tsconfig.json",
  "prisma/schema.prisma",
  "scripts/build.mjs",
  "scripts/compress.mjs",
];
const NOT_BUILT = /\.test\.tsx?$|^lib\/testing\/|^lib\/database\/generated\//;

const ORPHAN_MS = 180_000;

const STAMP = at("dist", "built-from");
const BUNDLE = at("dist", "server.js");

/** One hash over the names and contents of all that is built. */
export function buildInputs() {
  const inFolders = FOLDERS.flatMap((folder) =>
    existsSync(at(folder)) ? readdirSync(at(folder), { recursive: true, withFileTypes: true }) : [],
  )
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"));
  const files = [...FILES.filter((file) => existsSync(at(file))), ...inFolders]
    .filter((file) => !NOT_BUILT.test(file))
    .sort();
  return digest(...files.flatMap((file) => [file, readFileSync(at(file))]));
}

export function buildIsCurrent() {
  return existsSync(BUNDLE) && existsSync(at(".next", "BUILD_ID")) && readText(STAMP) === buildInputs();
}

export async function build() {
  const made = buildInputs();
  // While it is built there is no stamp: a build that is killed is never taken for a fresh one.
  await rm(STAMP, { force: true });
  await mkdir(at("dist"), { recursive: true });
  await withProgress("Building", async () => {
    await buildPages();
    await compressStatic();
    await bundleServer();
  });
  if (buildInputs() !== made) return;
  await writeFile(`${STAMP}.new`, made);
  await rename(`${STAMP}.new`, STAMP);
}

/** A start that was killed leaves its build running, which keeps Next's own lock: it is waited for. */
async function buildPages(until = Date.now() + ORPHAN_MS) {
  try {
    await run(process.execPath, [at("node_modules", "next", "dist", "bin", "next"), "build"], {
      cwd: root,
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      failure: "The pages could not be built.",
    });
  } catch (error) {
    if (!/another next build/i.test(error.log) || Date.now() > until) throw error;
    await pause(2_000);
    await buildPages(until);
  }
}

async function bundleServer() {
  const { build: bundle } = await import("esbuild");
  try {
    await bundle({
      absWorkingDir: root,
      entryPoints: ["server.ts"],
      outfile: BUNDLE,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      sourcemap: true,
      logLevel: "silent",
      // It throws in plain Node, which is what runs this bundle.
      plugins: [{ name: "server-only", setup: (b) => emptyModule(b, /^server-only$/) }],
    });
  } catch (error) {
    throw new StepFailed("The server could not be bundled.", String(error.message));
  }
}

function emptyModule(esbuild, filter) {
  esbuild.onResolve({ filter }, ({ path: name }) => ({ path: name, namespace: "empty" }));
  esbuild.onLoad({ filter, namespace: "empty" }, () => ({ contents: "" }));
}
