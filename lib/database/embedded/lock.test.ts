import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeFolderLock } from "@/lib/database/embedded/lock";
import { identityOf } from "@/lib/database/embedded/processes";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("of many that want the folder at once exactly one gets it, also from a dead holder", async () => {
  await writeFile(join(folder, "server.lock.7"), `${process.pid} the-same-pid-of-another-boot`);
  for (let round = 0; round < 20; round++) {
    const all = await Promise.allSettled(Array.from({ length: 12 }, () => takeFolderLock(folder)));
    const winners = all.filter((outcome) => outcome.status === "fulfilled");
    expect(winners).toHaveLength(1);
    for (const outcome of all) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "running" });
    }
    await winners[0]?.value.release();
  }
  expect(await readdir(folder)).toEqual(["server.lock.27"]);
});

test("a living holder is named by its pid, and a released lock is free at once", async () => {
  const lock = await takeFolderLock(folder);
  await expect(takeFolderLock(folder)).rejects.toThrow(
    `Another Token Cabinet (pid ${process.pid}) is running on ${folder};`,
  );
  await lock.release();
  await (await takeFolderLock(folder)).release();
});

test.each([
  ["no process has the pid any more", async () => "4194303 123-boot"],
  ["another process has got its pid", async () => `${process.pid} 1-${await identityOf(process.pid)}`],
  ["it was killed before it wrote anything", async () => ""],
  ["it holds rubbish", async () => "\0\0\0"],
])("a lock does not bar the way when %s", async (_name, text) => {
  await writeFile(join(folder, "server.lock.1"), await text());
  await writeFile(join(folder, "server.lock.new-0123"), "half a draft");
  await (await takeFolderLock(folder)).release();
  expect(await readdir(folder)).toEqual(["server.lock.2"]);
});
