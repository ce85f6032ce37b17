/** Whoever is calling, after authentication: a session or a token. Nobody asks again how it came. */
import type { MemberRole, Scope } from "./catalog";

export interface UserRef {
  id: string;
  email: string;
  name: string;
  admin: boolean;
}

/** What a principal holds in one fleet at this moment. */
export interface FleetRights {
  id: string;
  slug: string;
  name: string;
  /** The person's role; null for fleet tokens and for instance admins who are not members. */
  role: MemberRole | null;
  scopes: ReadonlySet<Scope>;
  /** Ids and names of the namespaces it is bound to; null when it is not bound. */
  namespaces: ReadonlyMap<string, string> | null;
}

interface Rights {
  /** The rights clock when these rights were read. */
  seq: bigint;
  fleets: readonly FleetRights[];
  /** Every fleet that the person or fleet behind it may see, also those beyond a token's reach; `admin`: runs it. */
  sees: readonly { id: string; slug: string; admin: boolean }[];
  /** Scopes of the instance; empty for whatever is bound to fleets. */
  instance: ReadonlySet<Scope>;
}

export interface SessionPrincipal extends Rights {
  kind: "session";
  sessionId: string;
  user: UserRef;
}

/** What was granted to a token, before its owner's rights are laid over it. */
export interface Grant {
  scopes: readonly Scope[];
  inherit: boolean;
  /** null: not limited. */
  fleetIds: readonly string[] | null;
  namespaceIds: readonly string[] | null;
  allowedIps: readonly string[] | null;
  expiresAt: Date | null;
}

export type TokenOwner =
  | { type: "user"; user: UserRef }
  | { type: "fleet"; fleet: { id: string; slug: string; name: string } };

export interface TokenPrincipal extends Rights {
  kind: "token";
  token: { id: string; name: string; kind: "personal" | "fleet"; prefix: string; secretId: string } & Grant;
  owner: TokenOwner;
}

export type Principal = SessionPrincipal | TokenPrincipal;

/** The facts of a request that the log keeps. */
export interface RequestFacts {
  requestId: string;
  clientRequestId: string | null;
  ip: string | null;
  userAgent: string | null;
  method: string;
  /** Without the query. */
  path: string;
  via: "api" | "ui" | "authorize" | "introspect" | "cli";
  /** When the request came in: the wall clock, and performance.now() for its latency. */
  receivedAt: Date;
  startedAt: number;
}

/** Who calls, and by which request: the first argument of every verb. */
export interface Caller {
  principal: Principal;
  request: RequestFacts;
}

/** The person behind a principal; null for a fleet's token. */
export function personOf(principal: Principal): UserRef | null {
  if (principal.kind === "session") return principal.user;
  return principal.owner.type === "user" ? principal.owner.user : null;
}
