// Finds a Chromium for the end-to-end tests, or gets one: an installed one first, then Debian's, then
// Playwright's own. Says at once what root must run when none of these works.
import { accessSync, constants, existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { run, StepFailed, withProgress } from "./progress.mjs";
import { root } from "./project.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const DOWNLOAD_MS = 120_000;

/** Answers the path of a browser that was seen starting. */
export async function findBrowser() {
  const named = process.env.CABINET_CHROMIUM;
  if (named) {
    if (await starts(named)) return named;
    throw new StepFailed(`CABINET_CHROMIUM is ${named}, which does not start: name a Chromium, or unset it.`);
  }
  for (const candidate of [...onPath(), MAC, ...(await ofPlaywright())])
    if (await starts(candidate)) return candidate;
  for (const get of [fromDebian, fromPlaywright]) {
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
