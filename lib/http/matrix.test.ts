/**
 * Every route × method × principal. What is expected comes from the policy table and the oracle; a route without a row
 * fails. Each knock gets subjects of its own, so that no answer depends on an earlier one.
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { MemberRole } from "@/lib/access/catalog";
import type { Action } from "@/lib/access/policy";
import { db } from "@/lib/database/client";
import { uuidv7 } from "@/lib/database/uuid";
import { call, type Method, routeFiles, useApi } from "@/lib/testing/api";
import {
  atTheDoor,
  holdsIn,
  holdsRole,
  inFleet,
  isRoot,
  reachesFleet,
  runs,
  sees,
} from "@/lib/testing/matrix/oracle";
import { type Cast, castOf, type Knocker } from "@/lib/testing/matrix/principals";

const api = useApi();

let cast: Cast;
const fleetIds: Record<string, string> = {};

beforeAll(async () => {
  fleetIds.core = (await api.fleet("core", ["production", "staging"])).id;
  fleetIds.lab = (await api.fleet("lab")).id;
  cast = await castOf({
    person: (options) => api.person({ ...options, roles: options.roles as Record<string, MemberRole> }),
    token: (person, body) => api.token(person, body),
    spoil: async (id, how) => {
      const column = {
        revoked: "revoked_at = now()",
        expired: "expires_at = now()",
        paused: "enabled = false",
      }[how];
      await api.database.asOwner(`UPDATE tokens SET ${column} WHERE id = '${id}'`);
    },
  });
});

let count = 0;
const fresh = (word: string) => `${word}-${++count}`;

async function machineIn(fleet: string, namespace: string): Promise<string> {
  const id = uuidv7();
  const found = await db().namespace.findFirstOrThrow({ where: { name: namespace, fleet: { slug: fleet } } });
  await db().machine.create({
    data: { id, fleetId: found.fleetId, namespaceId: found.id, name: fresh("m") },
  });
  return id;
}

async function serviceOf(fleet: string): Promise<string> {
  const slug = fresh("service");
  const { id: fleetId } = await db().fleet.findUniqueOrThrow({ where: { slug: fleet } });
  await db().service.create({ data: { id: uuidv7(), slug, fleetId, name: "Service" } });
  return slug;
}

async function memberOf(fleet: string, role: MemberRole, admin = false): Promise<string> {
  return (await api.person({ admin, roles: { [fleet]: role } })).id;
}

const tokenOfAda = async () => (await api.token(cast.ada)).id;
const tokenOfCore = async () => (await api.token(cast.ada, { kind: "fleet", fleet: "core" })).id;

interface Case {
  /** What it is done to, where a route has several rows. */
  to?: string;
  action: Action;
  /** Address and body of one knock. */
  knock: (who: Knocker) => Promise<{ address: string; body?: unknown }>;
  /** The answer to who has passed the door. */
  answer: (who: Knocker) => number;
}

const at = (address: string, body?: unknown) => async () => ({
  address,
  ...(body === undefined ? {} : { body }),
});
const always = (status: number) => () => status;

/** What may be done to a personal token of Ada's that reaches all her fleets. */
function toAdas(who: Knocker, good: number, may: "see" | "stop" | "manage"): number {
  const bound = who.grant?.fleets !== undefined || who.grant?.namespaces !== undefined;
  if (who.person?.id === cast.ada.id) return bound ? 403 : good;
  if (who.person?.admin) return bound || may === "manage" ? 403 : good;
  // Admins of a fleet that it reaches see it, and no more.
  const seen = who.person !== null && (runs(who, "core") || runs(who, "lab"));
  if (!seen) return 404;
  return may === "see" && !bound ? good : 403;
}

/** What may be done to a fleet token of core. */
function toCores(who: Knocker, good: number): number {
  if (!runs(who, "core")) return 404;
  const within = who.grant?.namespaces === undefined && (who.grant?.fleets?.includes("core") ?? true);
  return within ? good : 403;
}

function tokenCases(
  action: Action,
  good: number,
  may: "see" | "stop" | "manage",
  path = "",
  body?: unknown,
): Case[] {
  const knock = (make: () => Promise<string>) => async () => ({
    address: `/tokens/${await make()}${path}`,
    ...(body === undefined ? {} : { body }),
  });
  return [
    { to: "Ada's", action, knock: knock(tokenOfAda), answer: (who) => toAdas(who, good, may) },
    { to: "core's", action, knock: knock(tokenOfCore), answer: (who) => toCores(who, good) },
    {
      to: "nobody's",
      action,
      knock: async () => ({ address: `/tokens/${uuidv7()}${path}`, ...(body === undefined ? {} : { body }) }),
      answer: always(404),
    },
  ];
}

const inCore =
  (action: Action, good: number, namespace?: string) =>
  (who: Knocker): number =>
    inFleet(who, action, "core", namespace) ?? good;

function memberCases(action: Action, good: number, body?: unknown): Case[] {
  const to = (role: MemberRole, admin: boolean): Case => ({
    to: admin ? "an instance admin" : `a member who is ${role}`,
    action,
    knock: async () => ({
      address: `/fleets/core/members/${await memberOf("core", role, admin)}`,
      ...(body === undefined ? {} : { body }),
    }),
    answer: (who) => {
      const refused = inFleet(who, action, "core");
      if (refused) return refused;
      if (admin && !isRoot(who)) return 403;
      return holdsRole(who, "core", role) ? good : 403;
    },
  });
  const nobody: Case = {
    to: "nobody",
    action,
    knock: async () => ({
      address: `/fleets/core/members/${uuidv7()}`,
      ...(body === undefined ? {} : { body }),
    }),
    answer: (who) => inFleet(who, action, "core") ?? 404,
  };
  return [to("viewer", false), to("deployer", false), to("admin", false), to("viewer", true), nobody];
}

function userCases(): Case[] {
  const patch = (
    to: string,
    make: () => Promise<string>,
    body: object,
    may: (who: Knocker) => boolean,
  ): Case => ({
    to,
    action: "users.update",
    knock: async () => ({ address: `/users/${await make()}`, body }),
    answer: (who) => (may(who) ? 200 : 403),
  });
  const plain = async () => (await api.person()).id;
  return [
    patch("a person without fleets", plain, { name: "Renamed" }, () => true),
    patch(
      "a deployer",
      () => memberOf("core", "deployer"),
      { name: "Renamed" },
      (who) => isRoot(who) || holdsRole(who, "core", "deployer"),
    ),
    patch(
      "an instance admin",
      async () => (await api.person({ admin: true })).id,
      { name: "Renamed" },
      isRoot,
    ),
    patch("a person made admin", plain, { admin: true }, isRoot),
    patch("a person deactivated", plain, { active: false }, () => true),
    {
      to: "nobody",
      action: "users.update",
      knock: async () => ({ address: `/users/${uuidv7()}`, body: { name: "x" } }),
      answer: always(404),
    },
  ];
}

const rows: Record<string, Case[] | "open"> = {
  "GET /health": "open",
  "POST /setup": "open",
  "POST /invites": "open",
  "POST /resets": "open",
  "POST /links": "open",
  "GET /[...path]": "open",
  "POST /[...path]": "open",
  "PATCH /[...path]": "open",
  "PUT /[...path]": "open",
  "DELETE /[...path]": "open",
  "GET /whoami": [{ action: "whoami.get", knock: at("/whoami"), answer: always(200) }],
  "GET /scopes": [{ action: "catalog.list", knock: at("/scopes"), answer: always(200) }],
  "GET /roles": [{ action: "catalog.list", knock: at("/roles"), answer: always(200) }],
  // Tokens alone, by rules of their own: lib/judging tries them.
  ...Object.fromEntries(
    ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"].map((method) => [
      `${method} /authorize`,
      "open" as const,
    ]),
  ),
  "POST /introspect": "open",
  "GET /services": [{ action: "services.list", knock: at("/services"), answer: always(200) }],
  "POST /services": [
    {
      action: "services.create",
      knock: async () => ({
        address: "/services",
        body: { slug: fresh("service"), name: "Service", fleet: "core" },
      }),
      answer: always(201),
    },
  ],
  "GET /services/[slug]": (["core", "lab"] as const).map((fleet) => ({
    to: `of ${fleet}`,
    action: "services.get" as const,
    knock: async () => ({ address: `/services/${await serviceOf(fleet)}` }),
    answer: (who: Knocker) => (sees(who, fleet) ? 200 : 404),
  })),
  "PATCH /services/[slug]": [
    {
      action: "services.update",
      knock: async () => ({ address: `/services/${await serviceOf("core")}`, body: { name: "Other" } }),
      answer: always(200),
    },
  ],
  "DELETE /services/[slug]": [
    {
      action: "services.remove",
      knock: async () => ({ address: `/services/${await serviceOf("core")}` }),
      answer: always(204),
    },
  ],
  "GET /audit": [{ action: "audit.list", knock: at("/audit?limit=1"), answer: always(200) }],

  "GET /tokens": [
    { action: "tokens.list", knock: at("/tokens"), answer: always(200) },
    {
      to: "everybody's",
      action: "tokens.list",
      knock: at("/tokens?owner=all"),
      answer: (who) => (isRoot(who) ? 200 : 403),
    },
    {
      to: "all that reach core",
      action: "tokens.list",
      knock: at("/tokens?owner=all&fleet=core"),
      answer: (who) => {
        if (!sees(who, "core")) return 422;
        // A bound token is shown what lies within its own bounds.
        return runs(who, "core") && reachesFleet(who, "core") ? 200 : 403;
      },
    },
  ],
  "POST /tokens": [
    {
      to: "a personal one",
      action: "tokens.create",
      knock: at("/tokens", { name: "made", scopes: ["machines:read"] }),
      answer: (who) => {
        if (who.person === null) return 422;
        if (who.grant?.fleets ?? who.grant?.namespaces) return 403;
        return holdsIn(who, "machines:read", "core") || holdsIn(who, "machines:read", "lab") ? 201 : 403;
      },
    },
    {
      to: "one of core's",
      action: "tokens.create",
      knock: at("/tokens", { name: "made", kind: "fleet", fleet: "core", scopes: ["machines:read"] }),
      answer: (who) => {
        if (!sees(who, "core")) return 422;
        return toCores(who, 201) === 201 ? 201 : 403;
      },
    },
  ],
  "POST /tokens/which": [
    {
      action: "tokens.which",
      knock: at("/tokens/which", { prefix: "cab_pat_000000" }),
      answer: always(200),
    },
  ],
  "GET /tokens/[id]": tokenCases("tokens.get", 200, "see"),
  "PATCH /tokens/[id]": [
    ...tokenCases("tokens.update", 200, "manage", "", { name: "renamed" }),
    ...tokenCases("tokens.update", 200, "stop", "", { enabled: false, reason: "stop" }),
  ],
  "DELETE /tokens/[id]": tokenCases("tokens.revoke", 204, "stop"),
  "POST /tokens/[id]/rotate": tokenCases("tokens.rotate", 201, "manage", "/rotate", {}),
  "GET /tokens/[id]/rotation": tokenCases("tokens.get", 200, "see", "/rotation"),
  "PATCH /tokens/[id]/rotation": tokenCases("tokens.rotate", 409, "manage", "/rotation", {
    old_expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  }),
  "DELETE /tokens/[id]/rotation": tokenCases("tokens.rotate", 204, "manage", "/rotation"),
  ...Object.fromEntries(
    (
      [
        ["POST", 200],
        ["DELETE", 204],
      ] as const
    ).map(([method, good]): [string, Case[]] => [
      `${method} /tokens/[id]/ask-narrower`,
      [
        {
          action: "tokens.ask_narrower",
          knock: async () => {
            const id = (await api.token(await api.person({ roles: { core: "deployer" } }))).id;
            const address = `/tokens/${id}/ask-narrower`;
            return method === "POST"
              ? { address, body: { fleet: "core" } }
              : { address: `${address}?fleet=core` };
          },
          answer: (who) => {
            if (!sees(who, "core")) return 422;
            if (who.person === null || !runs(who, "core")) return 404;
            return who.grant?.fleets === undefined && who.grant?.namespaces === undefined ? good : 403;
          },
        },
      ],
    ]),
  ),
  ...Object.fromEntries(
    (["revoke", "pause"] as const).map((deed): [string, Case[]] => [
      `POST /tokens/${deed}-all`,
      [
        {
          to: "one's own",
          action: `tokens.${deed}_all`,
          knock: at(`/tokens/${deed}-all`, { kind: "personal", dry_run: true }),
          answer: (who) => (who.person ? 200 : 403),
        },
        {
          to: "core's",
          action: `tokens.${deed}_all`,
          knock: at(`/tokens/${deed}-all`, { kind: "fleet", fleet: "core", dry_run: true }),
          answer: (who) => {
            if (!sees(who, "core")) return 422;
            return runs(who, "core") && reachesFleet(who, "core") ? 200 : 403;
          },
        },
        {
          to: "Ada's",
          action: `tokens.${deed}_all`,
          knock: async () => ({
            address: `/tokens/${deed}-all`,
            body: { owner: cast.ada.id, dry_run: true },
          }),
          answer: (who) => (isRoot(who) ? 200 : 403),
        },
      ],
    ]),
  ),

  "GET /fleets": [{ action: "fleets.list", knock: at("/fleets"), answer: always(200) }],
  "POST /fleets": [
    {
      action: "fleets.create",
      knock: async () => ({ address: "/fleets", body: { slug: fresh("fleet"), name: "New" } }),
      answer: always(201),
    },
  ],
  "GET /fleets/[fleet]": [
    { action: "fleets.get", knock: at("/fleets/core"), answer: inCore("fleets.get", 200) },
    { to: "none", action: "fleets.get", knock: at("/fleets/nowhere"), answer: always(404) },
  ],
  "PATCH /fleets/[fleet]": [
    { action: "fleets.update", knock: at("/fleets/core", { name: "Core" }), answer: always(200) },
  ],
  "GET /fleets/[fleet]/members": [
    { action: "members.list", knock: at("/fleets/core/members"), answer: inCore("members.list", 200) },
  ],
  "POST /fleets/[fleet]/members": (["viewer", "deployer", "admin"] as const).map((role) => ({
    to: `as ${role}`,
    action: "members.add",
    knock: async () => ({
      address: "/fleets/core/members",
      body: { user_id: (await api.person()).id, role },
    }),
    answer: (who) => inFleet(who, "members.add", "core") ?? (holdsRole(who, "core", role) ? 201 : 403),
  })),
  "PATCH /fleets/[fleet]/members/[id]": memberCases("members.update", 200, { role: "viewer" }),
  "DELETE /fleets/[fleet]/members/[id]": memberCases("members.remove", 204),
  "GET /fleets/[fleet]/members/[id]/consequences": [
    {
      action: "members.consequences",
      knock: async () => ({
        address: `/fleets/core/members/${await memberOf("core", "viewer")}/consequences`,
      }),
      answer: (who) => {
        if (!sees(who, "core")) return 404;
        return runs(who, "core") && reachesFleet(who, "core") && !who.grant?.namespaces && who.person
          ? 200
          : 403;
      },
    },
  ],
  "GET /fleets/[fleet]/namespaces": [
    {
      action: "namespaces.list",
      knock: at("/fleets/core/namespaces"),
      answer: inCore("namespaces.list", 200),
    },
  ],
  "POST /fleets/[fleet]/namespaces": [
    {
      action: "namespaces.create",
      knock: async () => ({ address: "/fleets/core/namespaces", body: { name: fresh("ns") } }),
      answer: inCore("namespaces.create", 201),
    },
  ],
  "DELETE /fleets/[fleet]/namespaces/[namespace]": [
    {
      action: "namespaces.remove",
      knock: async () => {
        const name = fresh("ns");
        await db().namespace.create({ data: { id: uuidv7(), fleetId: fleetIds.core ?? "", name } });
        return { address: `/fleets/core/namespaces/${name}` };
      },
      answer: inCore("namespaces.remove", 204),
    },
    {
      to: "none",
      action: "namespaces.remove",
      knock: at("/fleets/core/namespaces/none"),
      answer: inCore("namespaces.remove", 404),
    },
  ],
  "GET /fleets/[fleet]/machines": [
    {
      action: "machines.list",
      knock: at("/fleets/core/machines"),
      answer: (who) =>
        Math.min(...["production", "staging"].map((name) => inCore("machines.list", 200, name)(who))),
    },
  ],
  "POST /fleets/[fleet]/machines": ["production", "staging"].map((namespace) => ({
    to: namespace,
    action: "machines.create",
    knock: async () => ({ address: "/fleets/core/machines", body: { name: fresh("m"), namespace } }),
    answer: inCore("machines.create", 201, namespace),
  })),
  ...Object.fromEntries(
    (
      [
        ["GET", "machines.get", 200, undefined],
        ["PATCH", "machines.update", 200, { tags: ["a"] }],
        ["DELETE", "machines.remove", 204, undefined],
      ] as const
    ).map(([method, action, good, body]): [string, Case[]] => [
      `${method} /fleets/[fleet]/machines/[id]`,
      [
        ...["production", "staging"].map((namespace) => ({
          to: namespace,
          action,
          knock: async () => ({
            address: `/fleets/core/machines/${await machineIn("core", namespace)}`,
            ...(body ? { body } : {}),
          }),
          answer: inCore(action, good, namespace),
        })),
        {
          to: "lab's, asked for in core",
          action,
          knock: async () => ({
            address: `/fleets/core/machines/${await machineIn("lab", "production")}`,
            ...(body ? { body } : {}),
          }),
          answer: (who: Knocker) => (!sees(who, "core") ? 404 : reachesFleet(who, "core") ? 404 : 403),
        },
      ],
    ]),
  ),

  "GET /users": [{ action: "users.list", knock: at("/users"), answer: always(200) }],
  "POST /users": [
    {
      to: "invited",
      action: "users.create",
      knock: async () => ({ address: "/users", body: { email: `${fresh("new")}@example.org`, name: "New" } }),
      answer: always(201),
    },
    {
      to: "as admin",
      action: "users.create",
      knock: async () => ({
        address: "/users",
        body: { email: `${fresh("new")}@example.org`, name: "New", admin: true },
      }),
      answer: (who) => (isRoot(who) ? 201 : 403),
    },
    {
      to: "with a password",
      action: "users.create",
      knock: async () => ({
        address: "/users",
        body: { email: `${fresh("new")}@example.org`, name: "New", password: "correct horse battery staple" },
      }),
      answer: (who) => (isRoot(who) ? 201 : 403),
    },
  ],
  "GET /users/[id]": [
    {
      action: "users.list",
      knock: async () => ({ address: `/users/${(await api.person()).id}` }),
      answer: always(200),
    },
  ],
  "PATCH /users/[id]": userCases(),
  "POST /users/[id]/link": [
    {
      action: "users.link",
      knock: async () => ({ address: `/users/${(await api.person()).id}/link`, body: {} }),
      answer: always(201),
    },
  ],
  "GET /users/[id]/consequences": [
    {
      action: "users.consequences",
      knock: async () => ({ address: `/users/${(await api.person()).id}/consequences` }),
      answer: always(200),
    },
  ],

  "GET /sessions": [{ action: "sessions.list", knock: at("/sessions"), answer: always(200) }],
  "DELETE /sessions/[id]": [
    {
      to: "one's own",
      action: "sessions.end",
      knock: async (who) => {
        const id = uuidv7();
        await db().session.create({ data: { id, userId: who.person?.id ?? cast.ada.id } });
        return { address: `/sessions/${id}` };
      },
      answer: always(204),
    },
    {
      to: "another's",
      action: "sessions.end",
      knock: async () => ({ address: `/sessions/${(await api.person()).session}` }),
      answer: always(404),
    },
  ],
  // Last: it ends the very sessions that knock.
  "DELETE /sessions": [{ action: "sessions.end", knock: at("/sessions"), answer: always(200) }],
};

describe("who is answered what", () => {
  it("is written down for every route and method", async () => {
    const found: string[] = [];
    for (const { file, pattern } of routeFiles) {
      const module = (await import(/* @vite-ignore */ file)) as object;
      found.push(...Object.keys(module).map((method) => `${method} ${pattern}`));
    }
    expect(found.length).toBeGreaterThan(20);
    expect(found.toSorted()).toEqual(Object.keys(rows).toSorted());
  });

  const cases = Object.entries(rows).flatMap(([route, list]) =>
    list === "open"
      ? []
      : list.map((one) => ({ route, title: one.to ? `${route} (${one.to})` : route, one })),
  );

  it.each(cases)("$title, for everybody as the table says", async ({ route, one }) => {
    const method = route.split(" ")[0] as Method;
    const wrong: string[] = [];
    for (const who of cast.knockers) {
      const expected = atTheDoor(who, one.action) ?? one.answer(who);
      const { address, body } = await one.knock(who);
      const answer = await call(method, address, { ...who.send, ...(body === undefined ? {} : { body }) });
      if (answer.status !== expected) {
        wrong.push(`${who.name}: ${answer.status} instead of ${expected} (${answer.body?.detail ?? ""})`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
