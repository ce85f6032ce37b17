import { describe, expect, it } from "vitest";
import { memberRoles, scopesOfMember } from "@/lib/access/catalog";
import { slugSchema } from "@/lib/tokens/schema";
import { difference, holdsWords, lockedReason } from "./role-words";
import { slugOf } from "./slug-of";

describe("a slug proposed for a name", () => {
  it.each([
    ["Überwachung Süd", "uberwachung-sud"],
    ["  Core / EU (2)! ", "core-eu-2"],
    ["日本", ""],
    [`${"a".repeat(62)} b`, "a".repeat(62)],
  ])("of %j is %j", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
    if (slug !== "") expect(slugSchema.safeParse(slug).success).toBe(true);
  });
});

describe("the words about roles", () => {
  it("name each scope once, since each role holds all that the one before it does", () => {
    memberRoles.slice(1).forEach((role, i) => {
      expect(difference(memberRoles[i] ?? role, role).loses).toEqual([]);
    });
    for (const role of ["viewer", "ops", "deployer"] as const) {
      const said = memberRoles
        .slice(0, memberRoles.indexOf(role) + 1)
        .map(holdsWords)
        .join(" ");
      for (const scope of scopesOfMember(role)) expect(said.split(scope)).toHaveLength(2);
    }
  });

  it("lock a role that holds more than the giver, and say what is lacking", () => {
    expect(lockedReason("ops", scopesOfMember("ops"))).toBeNull();
    expect(lockedReason("ops", scopesOfMember("viewer"))).toContain("files:read");
  });
});
