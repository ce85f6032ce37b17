import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Module, readModules } from "./modules";

/** Reads a tree of files that stands on the disk only meanwhile. */
export function modulesOf(files: Readonly<Record<string, string>>): Module[] {
  const root = mkdtempSync(path.join(tmpdir(), "architecture-"));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    return readModules(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
