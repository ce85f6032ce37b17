import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";

const MIN_LENGTH = 32;

/** The kept secret cannot be used or made. `message` is one sentence for the person who started the server. */
class SecretFileError extends Error {
  readonly code = "bad_secret_file";
}

/**
 * The secret of an instance with the embedded database: `<dataDir>/secret`, 0600, made once. Two servers that
 * start at the same moment get the same one.
 * @throws {SecretFileError} when the file is readable by others, damaged, or cannot be written.
 */
export async function readOrMakeSecret(dataDir: string): Promise<string> {
  const file = path.join(dataDir, "secret");
  try {
    return (await readSecret(file)) ?? (await makeSecret(file));
  } catch (error) {
    if (error instanceof SecretFileError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new SecretFileError(
      `The data folder ${dataDir} cannot be used (${code}): check CABINET_DATA_DIR and its owner.`,
    );
  }
}

async function readSecret(file: string): Promise<string | null> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (!found) return null;
  if (process.platform !== "win32" && (found.mode & 0o077) !== 0)
    throw new SecretFileError(
      `${file} can be read by other users: run "chmod 600 ${file}", then start again.`,
    );
  const secret = (await readFile(file, "utf8")).trim();
  if (secret.length < MIN_LENGTH)
    throw new SecretFileError(`${file} is damaged: restore it from a backup; without it all sessions end.`);
  return secret;
}

async function makeSecret(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  const secret = randomBytes(48).toString("base64url");
  const draft = `${file}.${process.pid}-${randomBytes(4).toString("hex")}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(`${secret}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // A link, not a rename: it fails when another process was first, and a half-written secret is never seen.
    await link(draft, file);
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return (await readSecret(file)) ?? secret;
  } finally {
    await rm(draft, { force: true });
  }
}
