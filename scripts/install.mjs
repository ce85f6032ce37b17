// Installs the packages when what lies in node_modules is not what package-lock.json says.
import { access, constants } from "node:fs/promises";
import { run, StepFailed, withProgress } from "./progress.mjs";
import { at, readJson, root } from "./project.mjs";

const libcHere = process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl";

/** npm writes a record of its own when an install is complete: compared with the lock, it shows every way to be stale. */
export function installIsCurrent() {
  const wanted = readJson(at("package-lock.json"))?.packages;
  const installed = readJson(at("node_modules", ".package-lock.json"))?.packages;
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    const found = installed[place];
    if (found) return found.version === entry.version;
    return place === "" || (entry.optional && !isForThisMachine(entry));
  });
}

/** npm drops an optional package silently when it cannot be fetched; what is built for this machine must be there. */
function isForThisMachine({ os, cpu, libc }) {
  return Boolean(
    os?.includes(process.platform) && cpu?.includes(process.arch) && (libc?.includes(libcHere) ?? true),
  );
}

export async function install() {
  await access(root, constants.W_OK).catch(() => {
    throw new StepFailed(`Packages must be installed, but ${root} cannot be written: run this as its owner.`);
  });
  // Not `npm ci`: it refuses a lock without the optional packages of every platform, and not every registry has all.
  // No package needs its install script here, and npm may be told to fail on them.
  const args = ["install", "--no-save", "--include=dev", "--include=optional", "--ignore-scripts"];
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--no-progress"];
  const [command, ...first] = npm();
  await withProgress("Installing packages", () =>
    run(command, [...first, ...args, ...quiet], {
      cwd: root,
      failure: "The packages could not be installed: check the network and npm's registry, then start again.",
    }),
  );
}

/** The npm that runs us, or the one on the path. */
export function npm() {
  const running = process.env.npm_execpath;
  if (running?.endsWith("npm-cli.js")) return [process.execPath, running];
  return [process.platform === "win32" ? "npm.cmd" : "npm"];
}
