// Where things lie in the checkout.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

export function at(...parts) {
  return path.join(root, ...parts);
}

export function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

export function readJson(file) {
  try {
    return JSON.parse(readText(file) ?? "null");
  } catch {
    return null;
  }
}

export function digest(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part ?? "").update("\0");
  return hash.digest("hex");
}
