import { describe, expect, it } from "vitest";
import { askedIn } from "./asked";

const secret = `cab_pat_${"a".repeat(49)}`;

describe("what was pasted", () => {
  it.each([
    [secret, { secret }],
    [`Authorization: Bearer ${secret}\n`, { secret }],
    [`CABINET_TOKEN="${secret}"`, { secret }],
    ["cab_flt_Ab12Cd…", { prefix: "cab_flt_Ab12Cd" }],
    // Half a secret, and one with something stuck to it.
    [secret.slice(0, 40), { prefix: secret.slice(0, 14) }],
    [`${secret}b`, { prefix: secret.slice(0, 14) }],
    ["ghp_abcdefghijklmnop", null],
    ["cab_pat_abc", null],
  ])("%s is asked about as far as it goes", (text, asked) => {
    expect(askedIn(text)).toEqual(asked);
  });
});
