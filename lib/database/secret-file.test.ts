import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOrMakeSecret } from "@/lib/database/secret-file";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "secret-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("the secret beside an embedded database", () => {
  it("is made once, for its owner only, in a folder that is made too", async () => {
    const dataDir = path.join(folder, "deep", "data");
    const secret = await readOrMakeSecret(dataDir);
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect((await stat(path.join(dataDir, "secret"))).mode & 0o777).toBe(0o600);
    expect(await readOrMakeSecret(dataDir)).toBe(secret);
  });

  it("is the same for twenty servers that start at once, and leaves nothing else behind", async () => {
    const secrets = await Promise.all(Array.from({ length: 20 }, () => readOrMakeSecret(folder)));
    expect(new Set(secrets).size).toBe(1);
    expect(await readdir(folder)).toEqual(["secret"]);
  });

  it.each([
    ["can be read by others", "x".repeat(40), 0o644, /chmod 600/],
    ["is damaged", "", 0o600, /damaged/],
  ])("is refused in one sentence when it %s", async (_, text, mode, sentence) => {
    const file = path.join(folder, "secret");
    await writeFile(file, text);
    await chmod(file, mode);
    await expect(readOrMakeSecret(folder)).rejects.toMatchObject({
      code: "bad_secret_file",
      message: expect.stringMatching(sentence),
    });
  });

  it("tells in one sentence that the data folder cannot be used", async () => {
    const file = path.join(folder, "file");
    await writeFile(file, "");
    await expect(readOrMakeSecret(file)).rejects.toMatchObject({
      message: expect.stringContaining("CABINET_DATA_DIR"),
    });
  });
});
