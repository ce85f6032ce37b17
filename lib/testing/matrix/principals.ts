/** Everybody who may knock: people, their tokens and fleets' tokens, each with what it should be able to do. */
import type { MemberRole, Scope } from "@/lib/access/catalog";
import type { Person } from "@/lib/testing/api";

export type Slug = "core" | "lab";

/** What somebody is, as facts; the oracle derives from them what may be done. */
export interface Knocker {
  name: string;
  /** How it is sent; null: nobody. */
  send: { session: string } | { token: string } | null;
  /** It is known, and refused at the door. */
  dead?: true;
  kind: "session" | "token";
  /** The person behind it. */
  person: { id: string; admin: boolean; roles: Partial<Record<Slug, MemberRole>> } | null;
  /** Of a fleet's token. */
  fleet?: Slug;
  /** Of a token. */
  grant?: {
    scopes: readonly Scope[];
    inherit?: boolean;
    fleets?: readonly Slug[];
    namespaces?: readonly string[];
  };
}

interface Makers {
  person(options: { admin?: boolean; roles?: Partial<Record<Slug, MemberRole>> }): Promise<Person>;
  token(person: Person, body: Record<string, unknown>): Promise<{ id: string; token: string }>;
  /** Ends or stops a token by hand. */
  spoil(id: string, how: "revoked" | "expired" | "paused"): Promise<void>;
}

export interface Cast {
  knockers: Knocker[];
  /** Admin of core and viewer in lab. */
  ada: Person;
  root: Person;
}

/** The fleets core (production, staging) and lab (production) must exist. */
export async function castOf(make: Makers): Promise<Cast> {
  const knockers: Knocker[] = [];
  const people: Record<string, Person> = {};

  async function person(name: string, admin: boolean, roles: Partial<Record<Slug, MemberRole>>) {
    const made = await make.person({ admin, roles });
    people[name] = made;
    const facts = { id: made.id, admin, roles };
    knockers.push({
      name: `${name}, signed in`,
      send: { session: made.session },
      kind: "session",
      person: facts,
    });
    return { made, facts };
  }

  type Owner = Awaited<ReturnType<typeof person>>;

  async function personal(
    name: string,
    owner: Owner,
    grant: NonNullable<Knocker["grant"]>,
    spoilt?: "revoked" | "expired" | "paused",
  ) {
    const body = grant.inherit ? { inherit: true } : { scopes: grant.scopes };
    const made = await make.token(owner.made, {
      name,
      ...body,
      fleets: grant.fleets ?? null,
      namespaces: grant.namespaces ?? null,
    });
    if (spoilt) await make.spoil(made.id, spoilt);
    const knocker: Knocker = {
      name: `token: ${name}`,
      send: { token: made.token },
      kind: "token",
      person: owner.facts,
      grant,
    };
    knockers.push(spoilt ? { ...knocker, dead: true } : knocker);
  }

  async function ofFleet(
    name: string,
    by: Owner,
    fleet: Slug,
    scopes: readonly Scope[],
    namespaces?: readonly string[],
  ) {
    const made = await make.token(by.made, {
      name,
      kind: "fleet",
      fleet,
      scopes,
      namespaces: namespaces ?? null,
    });
    knockers.push({
      name: `token: ${name}`,
      send: { token: made.token },
      kind: "token",
      person: null,
      fleet,
      grant: { scopes, fleets: [fleet], ...(namespaces ? { namespaces } : {}) },
    });
  }

  knockers.push({ name: "nobody", send: null, dead: true, kind: "session", person: null });
  const ada = await person("an admin of core, viewer in lab", false, { core: "admin", lab: "viewer" });
  const root = await person("an instance admin", true, {});
  await person("another admin of core", false, { core: "admin" });
  const vic = await person("a viewer of core", false, { core: "viewer" });
  const otto = await person("an ops of core", false, { core: "ops" });
  const dana = await person("a deployer of core", false, { core: "deployer" });
  const lara = await person("an admin of lab", false, { lab: "admin" });
  await person("a member of no fleet", false, {});

  await personal("the core admin's, reading machines", ada, { scopes: ["machines:read"] });
  await personal("the core admin's, writing machines", ada, { scopes: ["machines:read", "machines:write"] });
  await personal("the core admin's, managing permissions", ada, { scopes: ["permissions:manage"] });
  await personal("the core admin's, managing permissions and reading", ada, {
    scopes: ["permissions:manage", "machines:read", "deployments:read", "configs:read", "namespaces:read"],
  });
  await personal("the core admin's, inheriting", ada, { scopes: [], inherit: true });
  await personal("the core admin's, admin", ada, { scopes: ["admin"] });
  await personal("the core admin's, admin in lab", ada, { scopes: ["admin"], fleets: ["lab"] });
  await personal("the core admin's, admin in core/staging", ada, {
    scopes: ["admin"],
    fleets: ["core"],
    namespaces: ["staging"],
  });
  await personal("the core admin's, inheriting in core/production", ada, {
    scopes: [],
    inherit: true,
    fleets: ["core"],
    namespaces: ["production"],
  });
  await personal("the core admin's, namespaces and audit", ada, {
    scopes: ["namespaces:read", "namespaces:write", "audit:read"],
  });
  await personal("a viewer's, inheriting", vic, { scopes: [], inherit: true });
  await personal("an ops's, admin", otto, { scopes: ["admin"] });
  await personal("a deployer's, deploying", dana, { scopes: ["deployments:write", "machines:write"] });
  await personal("the lab admin's, admin", lara, { scopes: ["admin"] });
  await personal("the instance admin's, admin", root, { scopes: ["admin"] });
  await personal("the instance admin's, inheriting", root, { scopes: [], inherit: true });
  await personal("the instance admin's, admin in core", root, { scopes: ["admin"], fleets: ["core"] });
  await personal("the instance admin's, users", root, { scopes: ["users:read", "users:write"] });
  await personal("the instance admin's, reading users", root, { scopes: ["users:read"] });
  await ofFleet("of core, reading machines", ada, "core", ["machines:read"]);
  await ofFleet("of core, admin", ada, "core", ["admin"]);
  await ofFleet(
    "of core, machines in production",
    ada,
    "core",
    ["machines:read", "machines:write"],
    ["production"],
  );
  await ofFleet("of lab, admin", lara, "lab", ["admin"]);
  await personal("revoked", ada, { scopes: ["admin"] }, "revoked");
  await personal("expired", ada, { scopes: ["admin"] }, "expired");
  await personal("paused", ada, { scopes: ["admin"] }, "paused");
  return { knockers, ada: ada.made, root: root.made };
}
