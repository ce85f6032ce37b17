import { randomBytes } from "node:crypto";
import { open, rename } from "node:fs/promises";

/** Writes a small file so that a reader, or a start after a kill, sees it whole or not at all. */
export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const sibling = `${path}.new-${randomBytes(6).toString("hex")}`;
  const handle = await open(sibling, "wx", mode);
  try {
    // By the handle: a name could meanwhile lead elsewhere.
    await handle.chmod(mode);
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
  await rename(sibling, path);
}
