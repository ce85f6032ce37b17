// Brings a checkout to where it can run: packages, database client, build. Each only when it is missing or stale.
import { build, buildIsCurrent } from "./build.mjs";
import { clientIsCurrent, generateClient } from "./generate.mjs";
import { install, installIsCurrent } from "./install.mjs";
import { withLock } from "./lock.mjs";
import { StepFailed } from "./progress.mjs";
import { root } from "./project.mjs";

const NEEDED = [20, 19];

const steps = {
  packages: [installIsCurrent, install],
  client: [clientIsCurrent, generateClient],
  build: [buildIsCurrent, build],
};

/** Does those of the steps "packages", "client" and "build" that are due, in this order. */
export async function prepare(names) {
  requireNode();
  process.chdir(root);
  const due = () => names.map((name) => steps[name]).find(([isCurrent]) => !isCurrent());
  if (!due()) return;
  try {
    await withLock(async () => {
      // What another process did meanwhile is not done again.
      for (const [isCurrent, make] of names.map((name) => steps[name])) if (!isCurrent()) await make();
    });
  } catch (error) {
    if (!["EACCES", "EROFS", "EPERM"].includes(error.code)) throw error;
    throw new StepFailed(
      `${root} must be prepared, but cannot be written (${error.code}): run this as its owner.`,
    );
  }
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return;
  throw new StepFailed(
    `Token Cabinet needs Node ${NEEDED.join(".")} or later, this is ${process.versions.node}: install a newer one from https://nodejs.org.`,
  );
}
