// Runs a program against a built demo of its own, which is thrown away afterwards.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { findBrowser } from "./browser.mjs";
import { makeDemo } from "./demo-data.mjs";
import { prepare } from "./prepare.mjs";
import { giveUp, runVisibly } from "./progress.mjs";
import { root } from "./project.mjs";

/** `program` finds the browser, the data and the sign-in in its environment. Ends this process with its exit code. */
export async function runOnDemo(program, args) {
  let folder = "";
  let exitCode = 1;
  try {
    await prepare(["packages", "client", "build"]);
    const browser = await findBrowser();
    folder = await mkdtemp(path.join(os.tmpdir(), "cabinet-demo-"));
    // PostgreSQL's user must be able to go there.
    await chmod(folder, 0o755);
    const { signIn } = await makeDemo({ folder });
    exitCode = await runVisibly(process.execPath, ["--import", "tsx", program, ...args], {
      cwd: root,
      env: { CABINET_CHROMIUM: browser, DEMO_DATA: folder, DEMO_SIGN_IN: JSON.stringify(signIn) },
    });
  } catch (error) {
    giveUp(error);
  } finally {
    if (folder) await rm(folder, { recursive: true, force: true });
  }
  process.exit(exitCode);
}
