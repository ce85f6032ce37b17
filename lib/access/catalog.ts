/**
 * Scopes and roles: the one list from which types, picker, `GET /scopes`, completion and docs come.
 * `level` says what a scope opens: something in a namespace, something fleet-wide, or something of the instance.
 */
export type Level = "namespace" | "fleet" | "instance";
export type Risk = "low" | "elevated" | "high";

interface ScopeEntry {
  name: string;
  group: string;
  opens: string;
  risk: Risk;
  level: Level;
}

export const catalog = [
  {
    name: "machines:read",
    group: "machines",
    opens: "List and inspect machines",
    risk: "low",
    level: "namespace",
  },
  {
    name: "machines:write",
    group: "machines",
    opens: "Register, deregister and retag machines",
    risk: "elevated",
    level: "namespace",
  },
  {
    name: "commands:execute",
    group: "commands",
    opens: "Run commands and sessions on machines",
    risk: "high",
    level: "namespace",
  },
  {
    name: "files:read",
    group: "files",
    opens: "Read files on machines",
    risk: "elevated",
    level: "namespace",
  },
  {
    name: "files:write",
    group: "files",
    opens: "Change files on machines",
    risk: "high",
    level: "namespace",
  },
  {
    name: "schedules:manage",
    group: "schedules",
    opens: "Create, change and remove schedules",
    risk: "elevated",
    level: "namespace",
  },
  {
    name: "agent:invoke",
    group: "agent",
    opens: "Ask agents across machines to act",
    risk: "high",
    level: "namespace",
  },
  {
    name: "permissions:manage",
    group: "permissions",
    opens: "Change members and their roles",
    risk: "high",
    level: "fleet",
  },
  {
    name: "deployments:read",
    group: "deployments",
    opens: "See deployments, their status and health",
    risk: "low",
    level: "namespace",
  },
  {
    name: "deployments:write",
    group: "deployments",
    opens: "Deploy, roll back and scale",
    risk: "elevated",
    level: "namespace",
  },
  { name: "secrets:read", group: "secrets", opens: "Read stored secrets", risk: "high", level: "namespace" },
  {
    name: "secrets:write",
    group: "secrets",
    opens: "Store and replace secrets",
    risk: "high",
    level: "namespace",
  },
  { name: "configs:read", group: "configs", opens: "Read configuration", risk: "low", level: "namespace" },
  {
    name: "configs:write",
    group: "configs",
    opens: "Change configuration",
    risk: "elevated",
    level: "namespace",
  },
  { name: "namespaces:read", group: "namespaces", opens: "List namespaces", risk: "low", level: "fleet" },
  {
    name: "namespaces:write",
    group: "namespaces",
    opens: "Add and remove namespaces",
    risk: "elevated",
    level: "fleet",
  },
  {
    name: "users:read",
    group: "users",
    opens: "List the people of this instance",
    risk: "elevated",
    level: "instance",
  },
  {
    name: "users:write",
    group: "users",
    opens: "Invite, change and deactivate people",
    risk: "high",
    level: "instance",
  },
  { name: "audit:read", group: "audit", opens: "Read the log", risk: "elevated", level: "fleet" },
  {
    name: "tokens:introspect",
    group: "tokens",
    opens: "Ask whether a token is active and what it may do",
    risk: "elevated",
    level: "fleet",
  },
  {
    name: "approvals:request",
    group: "approvals",
    opens: "Ask a person to approve a call",
    risk: "low",
    level: "namespace",
  },
  {
    name: "admin",
    group: "admin",
    opens: "Everything its owner may do, and managing tokens",
    risk: "high",
    level: "fleet",
  },
] as const satisfies readonly ScopeEntry[];

export type Scope = (typeof catalog)[number]["name"];

export const scopeNames = catalog.map((entry) => entry.name) as [Scope, ...Scope[]];

const known: ReadonlySet<string> = new Set(scopeNames);

export function isScope(value: string): value is Scope {
  return known.has(value);
}

const entries = new Map<Scope, ScopeEntry & { name: Scope }>(catalog.map((entry) => [entry.name, entry]));

export function scopeEntry(scope: Scope): ScopeEntry & { name: Scope } {
  const entry = entries.get(scope);
  if (!entry) throw new Error(`unknown scope ${scope}`);
  return entry;
}

/** Everything that a fleet's admin holds in the fleet: all but what belongs to the instance. */
export const fleetScopes: readonly Scope[] = catalog.filter((e) => e.level !== "instance").map((e) => e.name);
export const instanceScopes: readonly Scope[] = catalog
  .filter((e) => e.level === "instance")
  .map((e) => e.name);

export const memberRoles = ["viewer", "ops", "deployer", "admin"] as const;
export type MemberRole = (typeof memberRoles)[number];

/** Roles that a token may be made from; `cicd` is for tokens only. */
export const tokenRoles = ["viewer", "ops", "deployer", "cicd", "admin"] as const;
export type TokenRole = (typeof tokenRoles)[number];

const viewer: readonly Scope[] = ["machines:read", "deployments:read", "configs:read", "namespaces:read"];
const ops: readonly Scope[] = [
  ...viewer,
  "files:read",
  "commands:execute",
  "secrets:read",
  "schedules:manage",
];
const deployer: readonly Scope[] = [
  ...ops,
  "deployments:write",
  "configs:write",
  "secrets:write",
  "files:write",
  "machines:write",
  "agent:invoke",
  "approvals:request",
];
const cicd: readonly Scope[] = [
  "deployments:read",
  "deployments:write",
  "configs:read",
  "namespaces:read",
  "approvals:request",
];

interface RoleEntry {
  name: TokenRole;
  recommendedFor: string;
  /** What the role expands to when a token is made from it. */
  scopes: readonly Scope[];
  members: boolean;
}

export const roles: readonly RoleEntry[] = [
  { name: "viewer", recommendedFor: "Monitoring, health checks, dashboards", scopes: viewer, members: true },
  { name: "ops", recommendedFor: "Emergency restarts", scopes: ops, members: true },
  { name: "deployer", recommendedFor: "Deploy automation by people", scopes: deployer, members: true },
  { name: "cicd", recommendedFor: "CI/CD pipelines", scopes: cicd, members: false },
  { name: "admin", recommendedFor: "Running a fleet", scopes: ["admin"], members: true },
];

/** The scopes that a token made from `role` carries. */
export function scopesOfRole(role: TokenRole): readonly Scope[] {
  const entry = roles.find((r) => r.name === role);
  if (!entry) throw new Error(`unknown role ${role}`);
  return entry.scopes;
}

/** The scopes that a member holds in a fleet; `admin` holds all of the fleet's, itself included. */
export function scopesOfMember(role: MemberRole): readonly Scope[] {
  return role === "admin" ? fleetScopes : scopesOfRole(role);
}

/** What a list of granted scopes stands for: `admin` is everything. */
export function expandScopes(scopes: readonly Scope[]): readonly Scope[] {
  return scopes.includes("admin") ? scopeNames : scopes;
}
