/** Where to go after the sign-in. Anything that could lead away from this cabinet leads home instead. */
const home = "/settings/tokens";

/** Control characters are dropped by browsers while they read an address: "/\t/host" is "//host". */
const controls = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** `raw` as it came from the address; a path of this cabinet, with its query and hash, or the home page. */
export function callbackPath(raw: string | readonly string[] | undefined): string {
  if (typeof raw !== "string" || raw.length > 2_000 || controls.test(raw)) return home;
  // Undone as often as somebody might undo it on the way: %252F is %2F is /.
  let path = raw.split(/[?#]/, 1)[0] ?? "";
  for (let depth = 0; depth < 4; depth++) {
    if (!staysHere(path)) return home;
    const next = decoded(path);
    if (next === null) return home;
    if (next === path) break;
    path = next;
  }
  const url = new URL(raw, "http://cabinet.invalid");
  if (url.origin !== "http://cabinet.invalid" || !staysHere(url.pathname)) return home;
  // No circle, and no bare API answers.
  if (/^\/(?:sign-in|setup|api)(?:\/|$)/.test(url.pathname) || url.pathname === "/") return home;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** One slash at the start, and nothing that a browser or a proxy could read as a second one. */
function staysHere(path: string): boolean {
  return path.startsWith("/") && !path.includes("//") && !path.includes("\\") && !controls.test(path);
}

function decoded(form: string): string | null {
  try {
    return decodeURIComponent(form);
  } catch {
    return null;
  }
}
