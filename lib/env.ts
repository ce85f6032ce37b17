import path from "node:path";
import ipaddr from "ipaddr.js";
import { z } from "zod";

/** A network, as ipaddr.js wants it: the address and how many bits of it count. */
export type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Everything the process is told from outside. Frozen; made once by {@link env}. */
export interface Env {
  readonly port: number;
  readonly host: string;
  /** The public origin, without a slash at its end. Links, cookies and the Origin check use it, never the Host header. */
  readonly url: string;
  /** The public origin is https. */
  readonly secure: boolean;
  /** Absolute. */
  readonly dataDir: string;
  /** null: the embedded database under `dataDir`. */
  readonly database: { readonly url: string; readonly ownerUrl: string } | null;
  /** At least 32 characters. Throws while none is there, so that nothing is ever signed with an empty one. */
  readonly secret: string;
  readonly hasSecret: boolean;
  /** The first instance admin, to be made unattended. */
  readonly admin: { readonly email: string; readonly password: string } | null;
  readonly trustedProxies: readonly Network[];
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | null;
  /** Sentences to be shown at start: values that are allowed, but hardly meant. */
  readonly warnings: readonly string[];
}

/** The environment cannot be used. `message` has one sentence per problem and never the value of a secret. */
export class EnvironmentError extends Error {
  readonly code = "bad_environment";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "EnvironmentError";
    this.problems = problems;
  }
}

// Next bundles its own copy of this file: both copies share the one that was checked at start.
const CACHE = Symbol.for("token-cabinet.env");
const shared = globalThis as { [CACHE]?: Env };

/** The environment, read and checked at first use. Throws {@link EnvironmentError} with all problems at once. */
export function env(): Env {
  shared[CACHE] ??= readEnv(process.env);
  return shared[CACHE];
}

/** Forgets what was read, after the environment has changed. */
export function resetEnv(): void {
  delete shared[CACHE];
}

/** The pure part of {@link env}: an empty value counts as unset. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const set = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Variables.safeParse(set);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => issue.message);
  problems.push(...contradictions(set));
  if (!parsed.success || problems.length > 0) throw new EnvironmentError(problems);

  const v = parsed.data;
  const url = v.CABINET_URL ?? `http://localhost:${v.PORT}`;
  const secret = v.CABINET_SECRET;
  return Object.freeze({
    port: v.PORT,
    host: v.HOST,
    url,
    secure: url.startsWith("https:"),
    dataDir: path.resolve(v.CABINET_DATA_DIR),
    database: v.DATABASE_URL
      ? { url: v.DATABASE_URL, ownerUrl: v.DATABASE_OWNER_URL ?? v.DATABASE_URL }
      : null,
    get secret() {
      if (!secret) throw new Error("CABINET_SECRET is not there yet: the server makes one at its start.");
      return secret;
    },
    hasSecret: secret !== undefined,
    admin:
      v.CABINET_ADMIN_EMAIL && v.CABINET_ADMIN_PASSWORD
        ? { email: v.CABINET_ADMIN_EMAIL, password: v.CABINET_ADMIN_PASSWORD }
        : null,
    trustedProxies: v.CABINET_TRUSTED_PROXIES,
    oidc:
      v.OIDC_ISSUER && v.OIDC_CLIENT_ID && v.OIDC_CLIENT_SECRET
        ? { issuer: v.OIDC_ISSUER, clientId: v.OIDC_CLIENT_ID, clientSecret: v.OIDC_CLIENT_SECRET }
        : null,
    warnings: Object.freeze(warningsAbout(url)),
  });
}

const MIN_SECRET = 32;
const MIN_PASSWORD = 15;

const postgresUrl = (name: string) =>
  z
    .string()
    .regex(
      /^postgres(ql)?:\/\/\S+$/,
      `${name} must be a PostgreSQL URL like postgresql://user:password@host:5432/name.`,
    );

const Variables = z.object({
  PORT: z
    .string()
    .default("3000")
    .refine(
      (v) => /^\d{1,5}$/.test(v) && Number(v) >= 1 && Number(v) <= 65_535,
      "PORT must be a number from 1 to 65535.",
    )
    .transform(Number),
  HOST: z
    .string()
    .regex(
      /^[0-9A-Za-z.:_-]+$/,
      "HOST must be the name or address to listen on, like localhost or 0.0.0.0, without scheme or path.",
    )
    .default("localhost"),
  CABINET_URL: z.string().transform(toOrigin).optional(),
  DATABASE_URL: postgresUrl("DATABASE_URL").optional(),
  DATABASE_OWNER_URL: postgresUrl("DATABASE_OWNER_URL").optional(),
  CABINET_DATA_DIR: z.string().default(".cabinet"),
  CABINET_SECRET: z
    .string()
    .refine(
      (v) => v.length >= MIN_SECRET && new Set(v).size >= 8,
      `CABINET_SECRET is too weak: give at least ${MIN_SECRET} random characters, for example from "openssl rand -hex 32".`,
    )
    .optional(),
  CABINET_ADMIN_EMAIL: z.email("CABINET_ADMIN_EMAIL must be an e-mail address.").optional(),
  CABINET_ADMIN_PASSWORD: z
    .string()
    .refine(
      (v) => [...v].length >= MIN_PASSWORD,
      `CABINET_ADMIN_PASSWORD is too short: give at least ${MIN_PASSWORD} characters.`,
    )
    .optional(),
  CABINET_TRUSTED_PROXIES: z.string().default("").transform(toNetworks),
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, "OIDC_ISSUER must be the provider's https URL (http only on this machine).")
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
});

/** What no variable shows alone: pairs that need each other. */
function contradictions(set: Readonly<Record<string, unknown>>): string[] {
  const problems: string[] = [];
  const missingOf = (names: readonly string[]) => {
    const missing = names.filter((name) => set[name] === undefined);
    return missing.length > 0 && missing.length < names.length ? missing : [];
  };
  if (set.DATABASE_OWNER_URL && !set.DATABASE_URL)
    problems.push(
      "DATABASE_OWNER_URL is set without DATABASE_URL: set both, or neither for the embedded database.",
    );
  if (set.DATABASE_URL && !set.CABINET_SECRET)
    problems.push(
      `CABINET_SECRET is missing: with DATABASE_URL, set it to at least ${MIN_SECRET} random characters and keep it.`,
    );
  for (const name of missingOf(["CABINET_ADMIN_EMAIL", "CABINET_ADMIN_PASSWORD"]))
    problems.push(
      `${name} is missing: set CABINET_ADMIN_EMAIL and CABINET_ADMIN_PASSWORD together, or neither.`,
    );
  for (const name of missingOf(["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"]))
    problems.push(
      `${name} is missing: set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together, or none.`,
    );
  return problems;
}

function warningsAbout(url: string): string[] {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || isLoopback(hostname)) return [];
  return [`CABINET_URL is plain http (${url}): passwords and tokens cross the network readable. Use https.`];
}

function toOrigin(value: string, context: z.RefinementCtx): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  const plain =
    url &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === "/" &&
    !url.search &&
    !url.hash &&
    !url.username &&
    !url.password;
  if (plain) return url.origin;
  context.addIssue({
    code: "custom",
    message:
      "CABINET_URL must be an origin like https://cabinet.example.com: http or https, no path, no user.",
  });
  return z.NEVER;
}

function isIssuer(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\./.test(hostname)
  );
}

/** A list of addresses and CIDRs, by commas or spaces. */
function toNetworks(value: string, context: z.RefinementCtx): readonly Network[] {
  const parts = value.split(/[\s,]+/).filter(Boolean);
  return Object.freeze(
    parts.flatMap((part) => {
      const network = toNetwork(part);
      if (!network)
        context.addIssue({
          code: "custom",
          message: `CABINET_TRUSTED_PROXIES has "${part}", which is no address or network: write them like 10.0.0.0/8, ::1.`,
        });
      else if (network[1] === 0)
        context.addIssue({
          code: "custom",
          message: `CABINET_TRUSTED_PROXIES has "${part}", which trusts every address: name only your proxies.`,
        });
      return network ? [network] : [];
    }),
  );
}

function toNetwork(part: string): Network | null {
  const [address = "", bits] = part.split("/");
  // ipaddr.js also takes 10.1 and 0x0a.0.0.1 for IPv4; nobody means these.
  if (!ipaddr.IPv6.isValid(address) && !ipaddr.IPv4.isValidFourPartDecimal(address)) return null;
  if (!ipaddr.isValidCIDR(bits === undefined ? `${address}/32` : part)) return null;
  const parsed = ipaddr.parse(address);
  const length = bits === undefined ? (parsed.kind() === "ipv4" ? 32 : 128) : Number(bits);
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress() && length >= 96)
    return [parsed.toIPv4Address(), length - 96];
  return [parsed, length];
}
