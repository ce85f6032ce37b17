import { describe, expect, it } from "vitest";
import { silenceOf, silentPart } from "./silence";

const hour = 3_600_000;
const rotated = Date.parse("2026-11-22T12:00:00Z");
const at = (hours: number | null) => (hours === null ? null : new Date(rotated + hours * hour).toISOString());
const lanes = (oldUse: number | null, newUse: number | null) =>
  [
    { created_at: at(-500) ?? "", last_used_at: at(oldUse) },
    { created_at: at(0) ?? "", last_used_at: at(newUse) },
  ] as const;

describe("the old secret of a rotated token", () => {
  it.each([
    ["is in use while calls come with it", 2, null, 3, "in_use"],
    ["is in use when it came after the new one", 2, 1, 3, "in_use"],
    ["is quiet once the new one came after it", 1, 2, 3, "quiet"],
    ["is quiet when only the new one ever came", null, 1, 3, "quiet"],
    ["is quiet after a day without a call, the new one's included", 2, null, 26, "quiet"],
    ["waits while nobody came with either since the rotation", -1, null, 3, "waiting"],
    ["waits a day from the rotation, not from an old use", -30, null, 23, "waiting"],
    ["is quiet a day after a rotation that nobody noticed", -30, null, 24, "quiet"],
  ] as const)("%s", (_, oldUse, newUse, now, silence) => {
    expect(silenceOf(...lanes(oldUse, newUse), rotated + now * hour)).toBe(silence);
  });

  it("is halfway to silence twelve hours after its last call", () => {
    expect(silentPart(...lanes(2, null), rotated + 14 * hour)).toBe(0.5);
    expect(silentPart(...lanes(2, null), rotated + 99 * hour)).toBe(1);
  });
});
