import { describe, expect, it } from "vitest";
import { changesOf } from "./changes";

describe("what an entry changed", () => {
  it("is told field by field, from what to what", () => {
    const changes = {
      before: { name: "old", scopes: ["machines:read", "configs:read"], fleets: null, enabled: true },
      after: { name: "new", scopes: ["machines:read"], fleets: ["core"], enabled: false, status: "disabled" },
    };
    expect(changesOf({ changes })).toEqual([
      { field: "name", before: "old", after: "new" },
      { field: "scopes", before: "machines:read, configs:read", after: "machines:read" },
      { field: "fleets", before: "none", after: "core" },
      { field: "works", before: "yes", after: "no" },
    ]);
  });

  it("is nothing where an entry carries none, whatever its shape", () => {
    for (const changes of [null, undefined, "text", { too_large: 70_000 }, { before: null, after: [] }])
      expect(changesOf({ changes })).toEqual([]);
  });
});
