import { describe, expect, it } from "vitest";
import type { TokenView } from "@/lib/tokens/schema";
import { prefillFrom } from "./clone";
import { draftFrom } from "./prefill";
import type { Choices } from "./reach";

const now = Date.parse("2026-11-23T00:00:00Z");
const choices: Choices = {
  instance: [],
  fleets: [
    { slug: "core", name: "Core", scopes: ["machines:read", "admin"], namespaces: ["production", "staging"] },
    { slug: "lab", name: "Lab", scopes: ["configs:read"], namespaces: ["production"] },
  ],
};
const nothing = {
  name: null,
  scope: null,
  description: null,
  expires: null,
  fleets: null,
  namespaces: null,
  ips: null,
  rotate: null,
};
const draft = (filled: object, ofFleet = false) =>
  draftFrom({ ...nothing, ...filled }, choices, ofFleet, now);

describe("a form that a link fills in", () => {
  it("takes what the person may give, and nothing that must be chosen by hand", () => {
    expect(draft({ scope: "machines:read,admin,odd,secrets:read,machines:read" }).scopes).toEqual([
      "machines:read",
    ]);
    expect(draft({ scope: "machines:read,configs:read", fleets: "lab" }).scopes).toEqual(["configs:read"]);
  });

  it("never loses a limit: one that cannot be used has to be chosen anew", () => {
    expect(draft({ fleets: "elsewhere" }).fleets).toEqual([]);
    expect(draft({ fleets: "core", namespaces: "elsewhere" }).namespaces).toEqual([]);
    expect(draft({ fleets: "core,lab", namespaces: "production" }).namespaces).toEqual([]);
    expect(draft({ ips: "not-an-address" }).allowed_ips).toEqual(["not-an-address"]);
    expect(draft({}).fleets).toBeNull();
  });
});

describe("a token that is cloned", () => {
  const token = {
    kind: "personal",
    name: "ci-status",
    description: "Nightly",
    scopes: ["machines:read"],
    inherit: false,
    fleets: ["core"],
    namespaces: ["staging"],
    allowed_ips: ["203.0.113.0/24"],
    rotate_every: "180d",
    created_at: "2026-01-01T00:00:00Z",
    expires_at: "2026-04-01T00:00:00Z",
  } as TokenView;

  it("fills the form with all that it was", () => {
    expect(draft(prefillFrom(token))).toEqual({
      name: "ci-status-copy",
      description: "Nightly",
      scopes: ["machines:read"],
      fleets: ["core"],
      namespaces: ["staging"],
      allowed_ips: ["203.0.113.0/24"],
      rotate_every: "180d",
      expires_in: "90d",
    });
  });

  it("keeps its name within 63 characters, and never what only a hand may choose", () => {
    const long = prefillFrom({ ...token, name: "x".repeat(63), inherit: true, scopes: [] });
    expect([long.name?.length, long.scope]).toEqual([63, null]);
    expect(draft(prefillFrom({ ...token, scopes: ["admin"] })).scopes).toEqual([]);
    expect(draft(prefillFrom({ ...token, expires_at: null })).expires_in).toBe("never");
  });
});
