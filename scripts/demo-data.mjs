// The demo's data folder: made when it is missing, of another number of tokens, or wanted fresh; kept otherwise.
import { randomInt } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { run, withProgress } from "./progress.mjs";
import { at, readJson, readText, root } from "./project.mjs";

const EMAIL = "ada@example.com";
const TOKENS = 500;
const OURS = /^(CABINET_|DATABASE_|OIDC_|NEXTAUTH_|PG)/;
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/**
 * Answers how to serve it and how to sign in. `folder` is `.cabinet-demo` unless told; `tokens`: null takes what is there.
 */
export async function makeDemo({ folder = at(".cabinet-demo"), fresh = false, tokens = null } = {}) {
  const note = path.join(folder, "demo.json");
  const passwordFile = path.join(folder, "password");
  const kept = readJson(note);
  if (fresh || !kept || (tokens !== null && kept.tokens !== tokens)) {
    await mkdir(folder, { recursive: true });
    await rm(note, { force: true });
    // Nobody else on this machine should be able to guess it, demo or not.
    if (!readText(passwordFile)) await writeFile(passwordFile, `${inventPassword()}\n`, { mode: 0o600 });
    const count = tokens ?? TOKENS;
    await withProgress(`Making a demo of ${count} tokens`, () =>
      run(
        process.execPath,
        ["--import", "tsx", at("scripts", "demo", "seed.ts"), folder, `${count}`, passwordFile],
        {
          cwd: root,
          env: { NODE_ENV: "production" },
          failure: "The demo could not be made.",
        },
      ),
    );
    // Last: a demo that was interrupted is made again.
    await writeFile(`${note}.new`, JSON.stringify({ tokens: count, madeAt: new Date().toISOString() }));
    await rename(`${note}.new`, note);
  }
  return {
    // Whoever is on this machine only: its password is printed.
    env: { CABINET_DATA_DIR: folder, HOST: "localhost" },
    signIn: { email: EMAIL, password: readText(passwordFile).trim() },
    madeAt: readJson(note).madeAt,
  };
}

/** Takes out of an environment what is meant for the real instance, so that a demo never touches it. */
export function demoSettings(env) {
  for (const name of Object.keys(env)) if (OURS.test(name)) delete env[name];
}

function inventPassword() {
  const word = () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return ["demo", word(), word(), word()].join("-");
}
