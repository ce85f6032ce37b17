import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isInRanges, normalizeRange, rangesWithin } from "./addresses";

const octets = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
const v4 = fc.nat(0xffffffff).map(octets);
const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
const v6 = groups.map((words) => words.map((word) => word.toString(16)).join(":"));
const v4Range = fc.tuple(v4, fc.nat(32)).map(([address, bits]) => `${address}/${bits}`);
const v6Range = fc.tuple(v6, fc.nat(128)).map(([address, bits]) => `${address}/${bits}`);

describe("a range", () => {
  it.each([
    ["203.0.113.0/24", "203.0.113.77", true],
    ["203.0.113.0/24", "203.0.114.0", false],
    ["203.0.113.7", "203.0.113.7", true],
    ["203.0.113.7", "203.0.113.8", false],
    ["0.0.0.0/0", "255.255.255.255", true],
    ["10.1.2.3/8", "10.200.0.1", true],
    ["2001:db8::/32", "2001:db8:ffff::1", true],
    ["2001:db8::/32", "2001:db9::1", false],
    ["2001:DB8::1", "2001:db8:0:0:0:0:0:1", true],
    ["203.0.113.0/24", "::ffff:203.0.113.9", true],
    ["::ffff:203.0.113.0/120", "203.0.113.9", true],
    ["::ffff:203.0.113.0/120", "203.0.114.9", false],
    // Each family apart: all of IPv6 is nothing of IPv4, and the other way round.
    ["::/0", "203.0.113.9", false],
    ["::/0", "::ffff:203.0.113.9", false],
    ["0.0.0.0/0", "2001:db8::1", false],
  ])("%s and %s: %s", (range, address, inside) => {
    expect(isInRanges(address, [range])).toBe(inside);
  });

  it("holds no address that is unknown or cannot be read", () => {
    for (const address of [null, "", "unknown", "10.0.0", "0x0a.0.0.1", "010.0.0.1", "10.0.0.1:80", "1"]) {
      expect(isInRanges(address, ["0.0.0.0/0", "::/0"])).toBe(false);
    }
  });

  it.each([
    "",
    "/",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/8/9",
    "10.0.0.0/ 8",
    "10.0.0.0/1e1",
  ])("is not %j, which opens nothing", (text) => {
    expect(normalizeRange(text)).toBeNull();
    expect(isInRanges("10.0.0.1", [text])).toBe(false);
    expect(rangesWithin([text], ["0.0.0.0/0"])).toBe(false);
    expect(rangesWithin(["10.0.0.1"], [text])).toBe(false);
  });

  it.each(["::ffff:0:0/95", "::/129", "2001:db8::/0x10", "fe80::/10%eth0", "10.0.0.0/0b1"])(
    "is not %j either",
    (text) => expect(normalizeRange(text)).toBeNull(),
  );

  it("is an empty list for nobody", () => {
    expect(isInRanges("10.0.0.1", [])).toBe(false);
    expect(rangesWithin(["10.0.0.1"], [])).toBe(false);
  });

  it("is stored as its network, which holds the same addresses", () => {
    expect(normalizeRange("10.1.2.3/8")).toBe("10.0.0.0/8");
    expect(normalizeRange("203.0.113.7")).toBe("203.0.113.7/32");
    expect(normalizeRange("2001:db8::1")).toBe("2001:db8::1/128");
    expect(normalizeRange("::ffff:10.1.2.3/104")).toBe("10.0.0.0/8");
    fc.assert(
      fc.property(fc.oneof(fc.tuple(v4Range, v4), fc.tuple(v6Range, v6)), ([range, address]) => {
        const stored = normalizeRange(range) ?? "";
        return (
          normalizeRange(stored) === stored && isInRanges(address, [range]) === isInRanges(address, [stored])
        );
      }),
    );
  });

  it("of IPv4 holds just the addresses that share its leading bits", () => {
    fc.assert(
      fc.property(
        fc.nat(0xffffffff),
        fc.nat(0xffffffff),
        fc.nat(32),
        fc.nat(32),
        (base, other, bits, same) => {
          // An address that shares exactly the first `same` bits or more.
          const mixed = same === 0 ? other : (base & (-1 << (32 - same))) | (other & ~(-1 << (32 - same)));
          const shifted = 32 - bits;
          const inside = bits === 0 || base >>> shifted === (mixed >>> 0) >>> shifted;
          return isInRanges(octets(mixed), [`${octets(base)}/${bits}`]) === inside;
        },
      ),
    );
  });
});

describe("ranges within ranges", () => {
  it.each([
    [["10.1.0.0/16"], ["10.0.0.0/8"], true],
    [["10.0.0.0/8"], ["10.0.0.0/8"], true],
    [["10.0.0.0/7"], ["10.0.0.0/8"], false],
    [["10.1.0.0/16", "192.0.2.1"], ["10.0.0.0/8"], false],
    [["2001:db8:1::/48"], ["2001:db8::/32"], true],
    [["10.0.0.0/8"], ["::/0"], false],
    [["::/0"], ["0.0.0.0/0"], false],
    [["::ffff:10.0.0.1"], ["10.0.0.0/8"], true],
  ])("%j in %j: %s", (inner, outer, within) => {
    expect(rangesWithin(inner, outer)).toBe(within);
  });

  it("never let an address in that the outer ones keep out", () => {
    const near = fc.tuple(fc.nat(0xffffffff), fc.nat(32)).chain(([base, bits]) =>
      fc.record({
        outer: fc.constant(`${octets(base)}/${bits}`),
        // Around the same address, so that both answers occur.
        inner: fc.nat(32).map((length) => `${octets(base)}/${length}`),
        address: fc
          .nat(0xffffffff)
          .chain((noise) => fc.nat(31).map((keep) => octets(base ^ (noise >>> keep)))),
      }),
    );
    let within = 0;
    fc.assert(
      fc.property(near, v6Range, v4Range, ({ outer, inner, address }, other, another) => {
        const wide = [other, outer, another];
        if (!rangesWithin([inner], wide)) return true;
        within += 1;
        return !isInRanges(address, [inner]) || isInRanges(address, wide);
      }),
      { numRuns: 2_000 },
    );
    expect(within).toBeGreaterThan(200);
  });
});
