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
    "style-src": dev ? ["'self'", "'unsafe-inline'"] : ["'self'", `'nonce-${nonce}'`],
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
