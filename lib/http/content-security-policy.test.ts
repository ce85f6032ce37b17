import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "@/lib/http/content-security-policy";

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
});
