/** Paths as services route them: decoded segments, and nothing that two servers could read in two ways. Pure. */

// Raw: `\\` and `;` are read differently by different servers; what is not visible ASCII has no place in a request line.
const plain = /^\/[\x21-\x7e]*$/;
const ambiguous = /[\\;#]/;
// Encoded: `/`, `\`, `.`, `;`, and what does not print; nor a second layer of encoding.
const misleading = /%(2f|5c|2e|3b|[01][0-9a-f]|7f|25[0-9a-f]{2})/i;

/** A path's segments, or null when it may mean something else elsewhere: such a path fits no rule. */
export function segmentsOf(target: string): string[] | null {
  const path = target.split("?", 1)[0] ?? "";
  if (!plain.test(path) || ambiguous.test(path) || misleading.test(path)) return null;
  const segments = path.slice(1).split("/");
  const decoded: string[] = [];
  for (const [i, segment] of segments.entries()) {
    if (segment === "." || segment === "..") return null;
    // `//`; a trailing slash is an empty last segment.
    if (segment === "" && i < segments.length - 1) return null;
    const text = decode(segment);
    if (text === null) return null;
    decoded.push(text);
  }
  return decoded;
}

function decode(segment: string): string | null {
  if (!segment.includes("%")) return segment;
  try {
    const text = decodeURIComponent(segment);
    return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

/**
 * What a pattern's `:names` stand for in the path, or null when it does not fit. `:name` is one segment that is not
 * empty; `**` is all that follows, at least one segment, which may be empty.
 */
export function matchPath(pattern: string, segments: readonly string[]): ReadonlyMap<string, string> | null {
  const parts = pattern.slice(1).split("/");
  const open = parts.at(-1) === "**";
  if (open ? segments.length < parts.length : segments.length !== parts.length) return null;
  const names = new Map<string, string>();
  for (const [i, part] of parts.entries()) {
    const segment = segments[i] ?? "";
    if (open && i === parts.length - 1) return names;
    if (part.startsWith(":")) {
      if (segment === "") return null;
      names.set(part.slice(1), segment);
    } else if (part !== segment) return null;
  }
  return names;
}
