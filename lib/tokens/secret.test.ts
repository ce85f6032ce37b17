import { Console } from "node:console";
import { createHash } from "node:crypto";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { TokenSecret } from "./secret";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const kinds = ["personal", "fleet"] as const;

describe("secrets", () => {
  it("have the contract's shape, and 200,000 of them are all different", () => {
    const seen = new Set<string>();
    let misshapen = 0;
    const counts = new Map<string, number>();
    for (let i = 0; i < 200_000; i++) {
      const clear = TokenSecret.generate(kinds[i % 2] ?? "personal").reveal();
      if (!/^cab_(pat|flt)_[0-9A-Za-z]{49}$/.test(clear)) misshapen += 1;
      seen.add(clear);
      const drawn = clear.charAt(8 + (i % 43));
      counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
    }
    expect(misshapen).toBe(0);
    expect(seen.size).toBe(200_000);
    // Drawn evenly: 3,226 of each; a modulo over 256 would give some a quarter more.
    expect([...counts.keys()].sort().join("")).toBe([...base62].sort().join(""));
    for (const count of counts.values()) expect(Math.abs(count - 200_000 / 62)).toBeLessThan(400);
  });

  it("say in their first letters whose they are", () => {
    expect(TokenSecret.generate("personal").reveal()).toMatch(/^cab_pat_/);
    expect(TokenSecret.generate("fleet").reveal()).toMatch(/^cab_flt_/);
  });

  // Reckoned by another implementation: the CRC-32s are 0x88dea7e1, 0x75d7dace and 0x5a119e32.
  it.each([
    `cab_pat_${"0".repeat(43)}2VP0nR`,
    `cab_flt_${"z".repeat(43)}29ncxa`,
    `cab_pat_${base62.slice(0, 43)}1eGRBy`,
  ])("end in the CRC-32 of all before it, in six base62 digits: %s", (known) => {
    expect(TokenSecret.parse(known)?.reveal()).toBe(known);
  });

  it("are refused after any change of one character", () => {
    let accepted = 0;
    for (let n = 0; n < 1_000; n++) {
      const clear = TokenSecret.generate(kinds[n % 2] ?? "personal").reveal();
      for (let at = 0; at < clear.length; at++) {
        const digit = base62.indexOf(clear.charAt(at));
        const other = base62.charAt((digit + 1 + ((n + at) % 61)) % 62);
        if (other === clear.charAt(at)) throw new Error("not a change");
        if (TokenSecret.parse(clear.slice(0, at) + other + clear.slice(at + 1))) accepted += 1;
      }
      if (!TokenSecret.parse(clear)) accepted += 1;
    }
    expect(accepted).toBe(0);
  });

  it("are refused in one secret whatever stands in place of any one character", () => {
    const clear = TokenSecret.generate("personal").reveal();
    for (let at = 0; at < clear.length; at++) {
      for (const other of `${base62}_- \n\u0130é`) {
        if (other === clear.charAt(at)) continue;
        expect(TokenSecret.parse(clear.slice(0, at) + other + clear.slice(at + 1))).toBeNull();
      }
    }
  });

  it.each([
    ["nothing", (_: string) => ""],
    ["a line end behind", (clear: string) => `${clear}\n`],
    ["a space before", (clear: string) => ` ${clear}`],
    ["one character less", (clear: string) => clear.slice(0, -1)],
    ["one character more", (clear: string) => `${clear}0`],
    ["other letter case", (clear: string) => clear.toUpperCase()],
    ["the other kind's mark", (clear: string) => clear.replace("cab_pat_", "cab_flt_")],
  ])("are refused with %s", (_, spoil) => {
    expect(TokenSecret.parse(spoil(TokenSecret.generate("personal").reveal()))).toBeNull();
  });

  it("are hashed whole, by SHA-256", () => {
    const secret = TokenSecret.generate("fleet");
    expect(secret.hash()).toEqual(createHash("sha256").update(secret.reveal()).digest());
    expect(TokenSecret.parse(secret.reveal())?.hash()).toEqual(secret.hash());
  });

  it("show nothing but their prefix, however they are printed or serialised", () => {
    const secret = TokenSecret.generate("personal");
    const clear = secret.reveal();
    let printed = "";
    const sink = new Writable({
      write(chunk, _, done) {
        printed += chunk;
        done();
      },
    });
    new Console(sink, sink).log(secret, "%s", { deep: [secret] }, new Error("with", { cause: secret }));
    new Console(sink, sink).log("%s %o %O %j %d", secret, secret, secret, secret, secret);
    new Console(sink, sink).dir(secret, { showHidden: true, depth: 9 });
    const shown = [
      printed,
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      JSON.stringify(structuredClone({ ...secret })),
      inspect(secret, { showHidden: true, customInspect: false, getters: true }),
      inspect({ a: { b: [new Map([[secret, secret]])] } }, { depth: null, showHidden: true }),
      Reflect.ownKeys(secret).map(String).join(),
    ];
    expect(shown.join("\n")).toContain(secret.prefix());
    // Neither the whole nor any piece behind the prefix.
    for (const text of shown) {
      for (let at = 14; at + 5 <= clear.length; at++) expect(text).not.toContain(clear.slice(at, at + 5));
    }
  });

  it("have a prefix of eight characters and six", () => {
    const secret = TokenSecret.generate("personal");
    expect(secret.prefix()).toBe(secret.reveal().slice(0, 14));
  });
});
