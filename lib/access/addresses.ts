/** Addresses and ranges: one reading for both families, IPv4-mapped IPv6 folded into IPv4. */
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** null when `text` is no address; four-part decimal is the only IPv4 form understood. */
function parseAddress(text: string): Address | null {
  if (!ipaddr.IPv6.isValid(text) && !ipaddr.IPv4.isValidFourPartDecimal(text)) return null;
  return ipaddr.process(text);
}

function parseRange(text: string): [Address, number] | null {
  const [start = "", bits, ...more] = text.split("/");
  const raw =
    ipaddr.IPv6.isValid(start) || ipaddr.IPv4.isValidFourPartDecimal(start) ? ipaddr.parse(start) : null;
  if (!raw) return null;
  const width = raw.kind() === "ipv4" ? 32 : 128;
  // Number() reads "", " 8" and "0x8" as lengths too, and an empty one as "all".
  if (more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return null;
  const length = bits === undefined ? width : Number(bits);
  if (length > width) return null;
  if (raw instanceof ipaddr.IPv6 && raw.isIPv4MappedAddress()) {
    // A mapped range shorter than the mapping itself is not a range of IPv4 addresses.
    return length < 96 ? null : [raw.toIPv4Address(), length - 96];
  }
  return [raw, length];
}

/** A range as it is stored: network address and length, `203.0.113.7` as `203.0.113.7/32`. Null when it is none. */
export function normalizeRange(text: string): string | null {
  const range = parseRange(text);
  if (!range) return null;
  const [start, length] = range;
  const network =
    start instanceof ipaddr.IPv4
      ? ipaddr.IPv4.networkAddressFromCIDR(`${start}/${length}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${start}/${length}`);
  return `${network.toString()}/${length}`;
}

/** Whether `address` lies in one of `ranges`. Unknown or unreadable addresses lie in none. */
export function isInRanges(address: string | null, ranges: readonly string[]): boolean {
  const parsed = address === null ? null : parseAddress(address);
  if (!parsed) return false;
  return ranges.some((text) => {
    const range = parseRange(text);
    return (
      range !== null && range[0].kind() === parsed.kind() && parsed.match(range as [ipaddr.IPv4, number])
    );
  });
}

/** Whether every address of `inner` lies in one range of `outer`. */
export function rangesWithin(inner: readonly string[], outer: readonly string[]): boolean {
  return inner.every((text) => {
    const range = parseRange(text);
    return (
      range !== null &&
      outer.some(
        (wider) => (parseRange(wider)?.[1] ?? 129) <= range[1] && isInRanges(range[0].toString(), [wider]),
      )
    );
  });
}

/** What is counted as one source: an IPv4 address, or the /64 of an IPv6 address, which is one household or host. */
export function networkOf(address: string | null): string {
  const parsed = address === null ? null : parseAddress(address);
  if (!parsed) return "unknown";
  return parsed instanceof ipaddr.IPv6
    ? `${parsed.toNormalizedString().split(":").slice(0, 4).join(":")}::/64`
    : parsed.toString();
}
