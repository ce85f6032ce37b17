import type { IncomingHttpHeaders } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEnv } from "@/lib/env";
import { clientAddress, prepareIncoming } from "@/lib/http/incoming";

const trusted = readEnv({ CABINET_TRUSTED_PROXIES: "10.0.0.0/8, fd00::/8" }).trustedProxies;
const proxy = { address: "10.0.0.1", encrypted: false };
const stranger = { address: "203.0.113.9", encrypted: false };
const UUID = "0190d5aa-1111-7abc-8def-0123456789AB";

function prepared(headers: IncomingHttpHeaders, peer = stranger) {
  const incoming = prepareIncoming(headers, peer, trusted);
  return { headers, ...incoming };
}

describe("headers that only this server sets", () => {
  it("are dropped when a client sends them", () => {
    const { headers } = prepared({
      "x-cabinet-client-ip": "127.0.0.1",
      "x-cabinet-user": "root",
      x_cabinet_scopes: "admin",
      "x-middleware-subrequest": "proxy:proxy",
      "x-nonce": "mine",
      accept: "*/*",
    });
    expect(headers["x-cabinet-client-ip"]).toBe("203.0.113.9");
    expect(Object.keys(headers).sort()).toEqual([
      "accept",
      "x-cabinet-client-ip",
      "x-cabinet-proto",
      "x-cabinet-request-id",
    ]);
  });

  it("are dropped when a trusted proxy passes them on", () => {
    expect(prepared({ "x-cabinet-owner": "root" }, proxy).headers).not.toHaveProperty("x-cabinet-owner");
  });
});

describe("a trusted proxy that names no client", () => {
  it("stands for it, and is known to do so", () => {
    const unknown = (headers: IncomingHttpHeaders, peer = proxy) => {
      const { headers: after } = prepared(headers, peer);
      return [after["x-cabinet-client-ip"], after["x-cabinet-client-unknown"]];
    };
    expect(unknown({})).toEqual(["10.0.0.1", "1"]);
    expect(unknown({ "x-forwarded-for": "nonsense" })).toEqual(["10.0.0.1", "1"]);
    expect(unknown({ "x-forwarded-for": "192.0.2.1" })).toEqual(["192.0.2.1", undefined]);
    expect(unknown({ "x-cabinet-client-unknown": "1" }, stranger)).toEqual(["203.0.113.9", undefined]);
  });
});

describe("the request's id", () => {
  it("is ours, the client's stands beside it", () => {
    const { headers, requestId } = prepared({ "x-request-id": UUID });
    expect(requestId).not.toBe(UUID.toLowerCase());
    expect(headers["x-cabinet-request-id"]).toBe(requestId);
    expect(headers["x-cabinet-client-request-id"]).toBe(UUID);
  });

  it("is the trusted proxy's if that is a UUID", () => {
    const { headers, requestId } = prepared({ "x-request-id": UUID }, proxy);
    expect(requestId).toBe(UUID.toLowerCase());
    expect(headers).not.toHaveProperty("x-cabinet-client-request-id");
    const other = prepared({ "x-request-id": "build-17" }, proxy);
    expect(other.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(other.headers["x-cabinet-client-request-id"]).toBe("build-17");
  });

  it("of a client is cut to 128 printable characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (sent) => {
        const kept = prepared({ "x-request-id": sent }).headers["x-cabinet-client-request-id"] ?? "";
        return /^[\x20-\x7e]{0,128}$/.test(String(kept));
      }),
    );
  });
});

describe("the client's address", () => {
  it.each([
    ["a stranger's peer address, whatever it forwards", "203.0.113.9", "1.2.3.4", "203.0.113.9"],
    ["the rightmost one that is no proxy", "10.0.0.1", "6.6.6.6, 198.51.100.7, 10.2.2.2", "198.51.100.7"],
    ["IPv6 too", "fd00::1", "2001:DB8::0:1", "2001:db8::1"],
    ["folded when mapped", "::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"],
    ["without its zone", "fe80::1%eth0", undefined, "fe80::1"],
    ["unknown when the proxy sent none", "10.0.0.1", undefined, null],
    ["unknown when it cannot be read", "10.0.0.1", "198.51.100.7, evil", null],
    ["unknown in an odd notation", "10.0.0.1", "0x7f.1", null],
    ["unknown when all are proxies", "10.0.0.1", "10.0.0.3, 10.0.0.2", null],
    ["unknown when the list ends empty", "10.0.0.1", "198.51.100.7,", null],
  ])("is %s", (_, peer, forwardedFor, expected) => {
    expect(clientAddress(peer, forwardedFor, trusted)).toBe(expected);
  });

  it("falls back to the peer itself outside of judging", () => {
    expect(prepared({ "x-forwarded-for": "evil" }, proxy).headers["x-cabinet-client-ip"]).toBe("10.0.0.1");
  });

  it("survives everything that can stand in X-Forwarded-For", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const address = clientAddress("10.0.0.1", value, trusted);
        return address === null || /^[0-9a-f.:]+$/.test(address);
      }),
    );
  });
});

describe("forwarded headers", () => {
  it("of a stranger are dropped and reported", () => {
    const { headers, untrustedForwarding } = prepared({
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-proto": "https",
      "x-original-method": "GET",
      forwarded: "for=127.0.0.1",
    });
    expect(untrustedForwarding).toBe(true);
    expect(headers["x-cabinet-proto"]).toBe("http");
    expect(Object.keys(headers).filter((name) => /forwarded|original/.test(name))).toEqual([]);
  });

  it("of a trusted proxy are kept, but never the host", () => {
    const { headers, untrustedForwarding } = prepared(
      { "x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https", "x-forwarded-host": "evil.example" },
      proxy,
    );
    expect(untrustedForwarding).toBe(false);
    expect(headers["x-cabinet-proto"]).toBe("https");
    expect(headers["x-forwarded-for"]).toBe("198.51.100.7");
    expect(headers).not.toHaveProperty("x-forwarded-host");
  });

  it("count by their last word for the protocol", () => {
    expect(prepared({ "x-forwarded-proto": "https, http" }, proxy).headers["x-cabinet-proto"]).toBe("http");
    expect(prepared({}, { address: "1.2.3.4", encrypted: true }).headers["x-cabinet-proto"]).toBe("https");
  });
});
