/**
 * The hashes of the style element that sonner adds by itself, without a nonce: empty when it is appended, then with its
 * text. They change with its releases; the test beside this file derives them from the installed package.
 */
export const SONNER_STYLES = [
  "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
  "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=",
] as const;

interface Options {
  /** Fresh for each page: whoever could guess it could run a script. */
  readonly nonce: string;
  /** Hot reload evaluates code, adds styles and opens a WebSocket. */
  readonly dev: boolean;
}

/** The policy of a page: scripts and styles by nonce, everything from here, nothing framed, no plug-ins. */
export function contentSecurityPolicy({ nonce, dev }: Options): string {
  const directives: Record<string, string[]> = {
    "default-src": ["'self'"],
    "script-src": ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(dev ? ["'unsafe-eval'"] : [])],
    // A nonce or hash would switch 'unsafe-inline' off again.
    "style-src": dev
      ? ["'self'", "'unsafe-inline'"]
      : ["'self'", `'nonce-${nonce}'`, ...SONNER_STYLES.map((hash) => `'${hash}'`)],
    "style-src-attr": dev ? ["'unsafe-inline'"] : ["'none'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": dev ? ["'self'", "ws:"] : ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");
}
