/** What a proxy or a service asks about a token. Pure. */

/** One header of the request, or null; several of one name come joined by commas. */
export type ReadHeader = (name: string) => string | null;

/** The request that another server has before it. */
export interface Original {
  method: string;
  /** As it came, query and all. */
  target: string;
}

export interface Question {
  /** All of them are needed, besides what a service's rule needs; empty for `scope=none`. */
  scopes: readonly string[];
  service: string | null;
  fleet: string | null;
  namespace: string | null;
  /** Null when it is not known, or told in two ways. */
  original: Original | null;
}

const singles = new Set(["fleet", "namespace", "service"]);

/** What stands in the query; a proxy sends the same with every request. */
type Asked = Omit<Question, "original">;

const read = new Map<string, Asked | null>();
const readLimit = 1_000;

/**
 * Reads `?scope=…&fleet=…&namespace=…` or `?service=…`. Null when it is not understood: unknown, empty or repeated
 * parameters, or none that says what is asked.
 */
export function readQuestion(search: string, header: ReadHeader): Question | null {
  let asked = read.get(search);
  if (asked === undefined) {
    asked = parse(search);
    if (read.size >= readLimit) read.clear();
    if (search.length <= 200) read.set(search, asked);
  }
  if (asked === null) return null;
  const { scopes, service, fleet, namespace } = asked;
  return { scopes, service, fleet, namespace, original: originalOf(header) };
}

function parse(search: string): Asked | null {
  const found = new Map<string, string>();
  const scopes: string[] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    if (value === "") return null;
    if (name === "scope") scopes.push(...value.split(" "));
    else if (!singles.has(name) || found.has(name)) return null;
    else found.set(name, value);
  }
  const [service = null, fleet = null, namespace = null] = ["service", "fleet", "namespace"].map((name) =>
    found.get(name),
  );
  const none = scopes.includes("none");
  if (scopes.includes("") || (none && (scopes.length > 1 || service !== null))) return null;
  if (scopes.length === 0 && service === null) return null;
  // A service's namespace comes from its rule alone.
  if (service !== null && namespace !== null) return null;
  return { scopes: none ? [] : scopes, service, fleet, namespace };
}

/**
 * The original request as nginx (X-Original-…) or Caddy and Traefik (X-Forwarded-…) tell it. Whoever sends both lets
 * one through that the caller wrote: unless they agree, nothing is known.
 */
function originalOf(header: ReadHeader): Original | null {
  const method = agreed(header("x-original-method"), header("x-forwarded-method"));
  const target = agreed(header("x-original-uri"), header("x-forwarded-uri"));
  // Sent twice, they come joined by commas.
  return method && target && /^[A-Z][A-Z-]{0,31}$/.test(method) ? { method, target } : null;
}

function agreed(one: string | null, other: string | null): string | null {
  if (one !== null && other !== null && one !== other) return null;
  return one ?? other;
}
