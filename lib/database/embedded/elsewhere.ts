import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, readlink, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EmbeddedError } from "@/lib/database/embedded/errors";
import { writeWhole } from "@/lib/database/embedded/write-whole";

const SYSTEM_FOLDER = "/var/lib/token-cabinet";
const MADE_FOR = "made-for";

/**
 * The folder that stands in for `<dataDir>/postgres` where the user that runs PostgreSQL may not go, or undefined
 * when there is none. A link in the data folder leads to it, so it is found again when the checkout was moved;
 * a copied checkout has the link too, but the original still claims the folder, and the copy's link is removed.
 *
 * @param dataDir a real path.
 * @throws EmbeddedError `broken` when the folder is gone: an empty cabinet in its place would hide the loss.
 */
export async function findElsewhere(dataDir: string): Promise<string | undefined> {
  const target = await readlink(linkIn(dataDir)).catch(() => undefined);
  if (target === undefined || dirname(target) !== SYSTEM_FOLDER) return undefined;
  const madeFor = await readFile(join(target, MADE_FOR), "utf8").catch(() => undefined);
  if (madeFor === undefined) {
    throw new EmbeddedError(
      "broken",
      `The database in ${target} is gone; restore it there, or remove the link ${linkIn(dataDir)} to begin afresh.`,
    );
  }
  const isCopy = madeFor !== dataDir && (await readlink(linkIn(madeFor)).catch(() => undefined)) === target;
  if (!isCopy) return target;
  await rm(linkIn(dataDir));
  return undefined;
}

/** Makes that folder; only root can, and only root needs to. */
export async function makeElsewhere(dataDir: string): Promise<string> {
  const name = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const folder = join(SYSTEM_FOLDER, name);
  await mkdir(folder, { recursive: true });
  await chmod(SYSTEM_FOLDER, 0o711);
  return folder;
}

/** Ties the two together, in this order for the sake of a kill in between; the caller holds the folder's lock. */
export async function claimElsewhere(dataDir: string, folder: string): Promise<void> {
  if (dirname(folder) !== SYSTEM_FOLDER) return;
  const note = join(folder, MADE_FOR);
  if ((await readFile(note, "utf8").catch(() => undefined)) !== dataDir)
    await writeWhole(note, dataDir, 0o644);
  if ((await readlink(linkIn(dataDir)).catch(() => undefined)) !== folder)
    await symlink(folder, linkIn(dataDir));
}

function linkIn(dataDir: string): string {
  return join(dataDir, "postgres");
}
