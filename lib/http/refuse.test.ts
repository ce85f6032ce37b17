import { describe, expect, it } from "vitest";
import { refusalOf } from "@/lib/http/refuse";

describe("a request that nothing behind the server's first lines should see", () => {
  it.each([
    ["GET", "*", "bad_target"],
    ["GET", "http://elsewhere.example/api/v1/health", "bad_target"],
    ["GET", "", "bad_target"],
    ["TRACE", "/", "method_not_allowed"],
    ["GET", `/${"a".repeat(8192)}`, "uri_too_long"],
    ["GET", "/api/v1/health?x=1", null],
    ["DELETE", "//a", null],
  ])("%s %.40s: %s", (method, url, expected) => {
    expect(refusalOf({ method, url })).toBe(expected);
  });
});
