import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/database/client";
import { call, type Person, useApi } from "@/lib/testing/api";

const api = useApi();
let root: Person;
let member: Person;
let foreign: Person;

const rule = { methods: ["GET"], path: "/apps/:app/**", scopes: ["deployments:read"] };
const body = { slug: "deploy", name: "Deploy API", fleet: "core", rules: [rule] };
const as = (person: Person) => ({ session: person.session });

beforeAll(async () => {
  await api.fleet("core");
  await api.fleet("other");
  root = await api.person({ admin: true });
  member = await api.person({ roles: { core: "viewer" } });
  foreign = await api.person({ roles: { other: "admin" } });
});

describe("a service", () => {
  it("is made, changed and removed by an instance admin, each with its entry in the log", async () => {
    const made = await call("POST", "/services", { ...as(root), body });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      slug: "deploy",
      name: "Deploy API",
      fleet: "core",
      description: "",
      rules: [{ ...rule, namespace_from: null, approval: false }],
    });
    expect((await call("POST", "/services", { ...as(root), body })).body.code).toBe("name_taken");
    const changed = await call("PATCH", "/services/deploy", {
      ...as(root),
      body: { description: "All of it" },
    });
    expect([changed.status, changed.body.description, changed.body.rules.length]).toEqual([
      200,
      "All of it",
      1,
    ]);
    expect((await call("DELETE", "/services/deploy", as(root))).status).toBe(204);
    expect((await call("GET", "/services/deploy", as(root))).status).toBe(404);
    expect((await call("DELETE", "/services/deploy", as(root))).status).toBe(404);
    const rows = await db().auditEvent.findMany({ where: { service: "deploy" }, orderBy: { id: "asc" } });
    expect(rows.map(({ action, fleet, subjectName }) => [action, fleet, subjectName])).toEqual([
      ["service.created", "core", "Deploy API"],
      ["service.updated", "core", "Deploy API"],
      ["service.removed", "core", "Deploy API"],
    ]);
    expect(rows[1]?.changes).toMatchObject({
      before: { description: "" },
      after: { description: "All of it" },
    });
  });

  it("is seen by the members of its fleet, and is nothing to anybody else", async () => {
    await call("POST", "/services", { ...as(root), body: { ...body, slug: "seen" } });
    await call("POST", "/services", { ...as(root), body: { ...body, slug: "theirs", fleet: "other" } });
    const slugs = async (person: Person, query = "") =>
      (await call("GET", `/services${query}`, as(person))).body.data.map(
        (each: { slug: string }) => each.slug,
      );
    expect(await slugs(root)).toEqual(["seen", "theirs"]);
    expect(await slugs(member)).toEqual(["seen"]);
    expect(await slugs(foreign)).toEqual(["theirs"]);
    expect(await slugs(root, "?fleet=core")).toEqual(["seen"]);
    const page = await call("GET", "/services?limit=1", as(root));
    expect(await slugs(root, `?limit=1&cursor=${page.body.next_cursor}`)).toEqual(["theirs"]);
    expect((await call("GET", "/services/seen", as(member))).status).toBe(200);
    const [theirs, none] = [
      await call("GET", "/services/theirs", as(member)),
      await call("GET", "/services/none", as(member)),
    ];
    expect([theirs.status, { ...theirs.body, request_id: "" }]).toEqual([
      404,
      { ...none.body, request_id: "" },
    ]);
    expect((await call("GET", "/services?fleet=other", as(member))).status).toBe(404);
  });

  it("is changed by nobody else, and to a token it is a matter of the instance", async () => {
    const boss = await api.person({ roles: { core: "admin" } });
    for (const [method, address, sent] of [
      ["POST", "/services", body],
      ["PATCH", "/services/seen", { name: "x" }],
      ["DELETE", "/services/seen", undefined],
    ] as const)
      expect((await call(method, address, { ...as(boss), body: sent })).status).toBe(403);
    const small = await api.token(boss, { scopes: ["admin"] });
    expect((await call("GET", "/services", { token: small.token })).status).toBe(403);
    const inherits = await api.token(root, { scopes: undefined, inherit: true });
    expect((await call("GET", "/services", { token: inherits.token })).status).toBe(200);
    const bound = await api.token(root, { scopes: ["admin"], fleets: ["core"] });
    expect((await call("GET", "/services", { token: bound.token })).status).toBe(403);
  });

  it.each([
    ["a slug with capitals", { slug: "Deploy" }],
    ["an unknown fleet", { fleet: "moon" }],
    ["a field that is none", { owner: "me" }],
    ["a rule with a field that is none", { rules: [{ ...rule, role: "admin" }] }],
    ["a rule without scopes", { rules: [{ ...rule, scopes: [] }] }],
    ["a rule with a scope that is none", { rules: [{ ...rule, scopes: ["machines:fly"] }] }],
    ["a rule without methods", { rules: [{ ...rule, methods: [] }] }],
    ["a method in small letters", { rules: [{ ...rule, methods: ["get"] }] }],
    ["a path without its slash", { rules: [{ ...rule, path: "apps" }] }],
    ["a path with **, and more behind it", { rules: [{ ...rule, path: "/**/apps" }] }],
    ["a path that no request can have", { rules: [{ ...rule, path: "/apps/../x" }] }],
    ["a path with two parts of one name", { rules: [{ ...rule, path: "/:a/:a" }] }],
    ["a namespace from a part that is not there", { rules: [{ ...rule, namespace_from: "path:ns" }] }],
    ["a namespace from elsewhere", { rules: [{ ...rule, namespace_from: "query:ns" }] }],
    [
      "a namespace from a header that the proxy sets",
      { rules: [{ ...rule, namespace_from: "header:X-Forwarded-For" }] },
    ],
    ["an approval that is no yes or no", { rules: [{ ...rule, approval: "yes" }] }],
  ])("with %s is 422", async (_, over) => {
    const answer = await call("POST", "/services", { ...as(root), body: { ...body, slug: "odd", ...over } });
    expect([answer.status, answer.body.errors.length > 0]).toEqual([422, true]);
  });
});
