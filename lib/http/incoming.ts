import type { IncomingHttpHeaders } from "node:http";
import ipaddr from "ipaddr.js";
import { isUuid, uuidv7 } from "@/lib/database/uuid";
import type { Network } from "@/lib/env";

/** The connection on which a request came. */
export interface Peer {
  readonly address: string | undefined;
  /** TLS ends in this process. */
  readonly encrypted: boolean;
}

/** What is known about a request before anybody looks into it. */
export interface Incoming {
  readonly requestId: string;
  /** The peer came with forwarded headers, but is none of the trusted proxies. */
  readonly untrustedForwarding: boolean;
}

// Set by this server alone, or meant for the inside of Next: a client's own are dropped, with `_` for `-` too,
// since some upstreams cannot tell the two apart.
const OURS = /^x[-_]cabinet[-_]|^x[-_]middleware[-_]|^x-(nonce|matched-path|now-route-matches|invoke-)/;
// What a proxy says about the request that it passes on.
const FORWARDED = /^(forwarded|x-forwarded-|x-original-|x-real-ip$)/;
// The origin is CABINET_URL, whatever a proxy says.
const FORWARDED_ORIGIN = /^x-forwarded-(host|port|prefix|server)$/;

const CLIENT_ID_LENGTH = 128;

/**
 * Cleans the headers of a request in place and sets those that the rest of the server believes:
 * `x-cabinet-request-id`, `-client-request-id`, `-client-ip`, `-client-unknown`, `-proto`.
 */
export function prepareIncoming(
  headers: IncomingHttpHeaders,
  peer: Peer,
  trusted: readonly Network[],
): Incoming {
  const fromProxy = isTrusted(parseAddress(peer.address), trusted);
  let untrustedForwarding = false;
  for (const name of Object.keys(headers)) {
    if (OURS.test(name) || FORWARDED_ORIGIN.test(name)) delete headers[name];
    else if (!fromProxy && FORWARDED.test(name)) {
      untrustedForwarding = true;
      delete headers[name];
    }
  }

  const sentId = single(headers["x-request-id"]);
  const proxyId = fromProxy && sentId !== undefined ? asUuid(sentId) : null;
  const requestId = proxyId ?? uuidv7();
  headers["x-cabinet-request-id"] = requestId;
  const clientId = proxyId === null ? printable(sentId) : undefined;
  if (clientId) headers["x-cabinet-client-request-id"] = clientId;

  const forwardedFor = single(headers["x-forwarded-for"]);
  const named = clientAddress(peer.address, forwardedFor, trusted);
  const ip = named ?? canonical(parseAddress(peer.address));
  if (ip) headers["x-cabinet-client-ip"] = ip;
  if (!named) headers["x-cabinet-client-unknown"] = "1";
  headers["x-cabinet-proto"] = protocolOf(peer, fromProxy, single(headers["x-forwarded-proto"]));
  return { requestId, untrustedForwarding };
}

/**
 * The client's address: the peer itself, or behind a trusted proxy the rightmost forwarded address that is not one of
 * them. null: unknown, because a trusted proxy sent none or one that cannot be read.
 */
export function clientAddress(
  peerAddress: string | undefined,
  forwardedFor: string | undefined,
  trusted: readonly Network[],
): string | null {
  const peer = parseAddress(peerAddress);
  if (!isTrusted(peer, trusted)) return canonical(peer);
  for (const hop of (forwardedFor ?? "").split(",").reverse()) {
    const address = parseAddress(hop.trim());
    if (!address) return null;
    if (!isTrusted(address, trusted)) return canonical(address);
  }
  return null;
}

function protocolOf(peer: Peer, fromProxy: boolean, forwardedProto: string | undefined): "http" | "https" {
  if (peer.encrypted) return "https";
  // The last word is the one that the trusted peer wrote itself.
  const said = forwardedProto?.split(",").at(-1)?.trim().toLowerCase();
  return fromProxy && said === "https" ? "https" : "http";
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The last addresses that were read: callers come again, and proxies with every request. */
const read = new Map<string, Address | null>();
const READ_LIMIT = 1_000;

function parseAddress(text: string | undefined): Address | null {
  if (text === undefined) return null;
  const known = read.get(text);
  if (known !== undefined) return known;
  const address = readAddress(text);
  if (read.size >= READ_LIMIT) read.clear();
  if (text.length <= 64) read.set(text, address);
  return address;
}

/** Strict: four decimal parts or IPv6, no port. Mapped addresses become IPv4, zones are dropped. */
function readAddress(text: string): Address | null {
  const bare = text.split("%")[0] ?? "";
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  return ipaddr.IPv6.isValid(bare) ? ipaddr.process(bare) : null;
}

function canonical(address: Address | null): string | null {
  return address?.toString() ?? null;
}

function isTrusted(address: Address | null, trusted: readonly Network[]): boolean {
  if (!address) return false;
  return trusted.some(([network, bits]) => {
    if (address instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && address.match(network, bits);
    return network instanceof ipaddr.IPv6 && address.match(network, bits);
  });
}

/** nginx writes its `$request_id` without the dashes. */
function asUuid(text: string): string | null {
  const dashed = text.replace(
    /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i,
    "$1-$2-$3-$4-$5",
  );
  return isUuid(dashed) ? dashed.toLowerCase() : null;
}

function printable(text: string | undefined): string | undefined {
  return (
    text
      ?.replace(/[^\x20-\x7e]/g, "")
      .slice(0, CLIENT_ID_LENGTH)
      .trim() || undefined
  );
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
