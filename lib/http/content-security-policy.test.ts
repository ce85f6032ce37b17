import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, SONNER_STYLES } from "@/lib/http/content-security-policy";

const served = contentSecurityPolicy({ nonce: "abc", dev: false });

describe("the content security policy", () => {
  it("lets only scripts with the nonce run", () => {
    expect(served).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(served).not.toMatch(/unsafe-/);
  });

  it("lets nobody frame a page, and no form or base lead elsewhere", () => {
    for (const directive of [
      "frame-ancestors 'none'",
      "form-action 'self'",
      "base-uri 'none'",
      "object-src 'none'",
    ])
      expect(served).toContain(directive);
  });

  it("allows what hot reload needs in development only", () => {
    expect(contentSecurityPolicy({ nonce: "abc", dev: true })).toMatch(/'unsafe-eval'.*'unsafe-inline'.*ws:/);
  });

  it("knows the style element of the sonner that is installed", async () => {
    const source = await readFile(createRequire(import.meta.url).resolve("sonner"), "utf8");
    const literal = /__insertCSS\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)\)/.exec(source)?.[1];
    const css = literal === undefined ? "" : new Function(`return ${literal}`)();
    const hashes = ["", css].map((text) => `sha256-${createHash("sha256").update(text).digest("base64")}`);
    expect(css.length).toBeGreaterThan(1000);
    expect(hashes).toEqual([...SONNER_STYLES]);
  });
});
