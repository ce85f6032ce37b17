// `npm run shots`: pictures of every page and dialog into shots/, with a sheet of all of them: shots/index.html.
// `--only WORD` takes those whose name has the word; `--readme` takes the README's pictures into docs/images instead.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { findBrowser } from "./browser.mjs";
import { makeDemo } from "./demo-data.mjs";
import { prepare } from "./prepare.mjs";
import { giveUp, runVisibly } from "./progress.mjs";
import { at, root } from "./project.mjs";

let folder = "";
let exitCode = 1;
try {
  await prepare(["packages", "client", "build"]);
  const browser = await findBrowser();
  // One of its own: what the pictures change is thrown away. PostgreSQL's user must be able to go there.
  folder = await mkdtemp(path.join(os.tmpdir(), "cabinet-shots-"));
  await chmod(folder, 0o755);
  const { signIn } = await makeDemo({ folder });
  exitCode = await runVisibly(
    process.execPath,
    ["--import", "tsx", at("scripts", "shots", "take.ts"), ...process.argv.slice(2)],
    {
      cwd: root,
      env: { CABINET_CHROMIUM: browser, SHOTS_DATA: folder, SHOTS_SIGN_IN: JSON.stringify(signIn) },
    },
  );
} catch (error) {
  giveUp(error);
} finally {
  if (folder) await rm(folder, { recursive: true, force: true });
}
process.exit(exitCode);
