import { describe, expect, it } from "vitest";
import { lowestUuidAt, uuidv7 } from "@/lib/database/uuid";

const UUIDV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("uuidv7", () => {
  it("has the shape of RFC 9562 and carries the time", () => {
    const before = Date.now();
    const id = uuidv7();
    expect(id).toMatch(UUIDV7);
    expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBeGreaterThanOrEqual(before);
  });

  it("sorts 200,000 ids of a few milliseconds in the order in which they were made, and none comes twice", () => {
    const ids = Array.from({ length: 200_000 }, () => uuidv7());
    expect(ids.every((id) => UUIDV7.test(id))).toBe(true);
    expect(ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? ""))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("lies, when made later, above the lowest of an earlier moment, and below that of a later one", () => {
    const id = uuidv7();
    expect(lowestUuidAt(Date.now() - 1_000) < id).toBe(true);
    expect(lowestUuidAt(Date.now() + 60_000) > id).toBe(true);
    expect(lowestUuidAt(Date.now())).toMatch(UUIDV7);
  });

  it("goes on upwards when the clock is set back", () => {
    const later = uuidv7(Date.now() + 60_000);
    expect(uuidv7(Date.now() - 60_000) > later).toBe(true);
  });
});
