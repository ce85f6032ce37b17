import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { modulesOf } from "./fixture";
import { readModules } from "./modules";
import { verbProblems } from "./verb-rule";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const RECORD = 'record({ action: "token.revoked" });';

function problemsOf(body: string, head = 'import { change } from "@/lib/audit/change";'): string[] {
  const text = `${head}\nexport async function revokeToken(caller, id) {\n${body}\n}`;
  return verbProblems(modulesOf({ "lib/tokens/revoke.ts": text }), {});
}

describe("a verb that writes", () => {
  it("authorizes and records, each one in this project", () => {
    expect(verbProblems(readModules(root))).toEqual([]);
  });

  it("passes when it does both", () => {
    const body = `authorize(caller, "tokens.revoke"); await change(caller, async (tx, record) => { ${RECORD} });`;
    expect(problemsOf(body)).toEqual([]);
    expect(problemsOf(body.replace("authorize(", "await authorizedToken("))).toEqual([]);
    expect(problemsOf(body.replace("authorize(", "const fleet = requireFleet("))).toEqual([]);
  });

  it.each([
    ["does not authorize", `await change(caller, async (tx, record) => { ${RECORD} });`],
    [
      "authorizes afterwards",
      `await change(caller, async (tx, record) => { ${RECORD} }); authorize(caller);`,
    ],
    [
      "authorizes sometimes",
      `if (id) authorize(caller); await change(caller, async (tx, record) => { ${RECORD} });`,
    ],
    [
      "authorizes or not",
      `id && authorize(caller); await change(caller, async (tx, record) => { ${RECORD} });`,
    ],
    [
      "authorizes in a function that nobody calls",
      `const f = () => authorize(caller); await change(caller, async (tx, record) => { ${RECORD} });`,
    ],
    ["calls something alike", `author(caller); await change(caller, async (tx, record) => { ${RECORD} });`],
    [
      "does not record",
      "authorize(caller); await change(caller, async (tx) => { await tx.token.update({}); });",
    ],
    ["records outside", `authorize(caller); await change(caller, async (tx) => {}); ${RECORD}`],
  ])("is found when it %s", (_, body) => {
    expect(problemsOf(body)).toHaveLength(1);
  });

  it.each([
    ["transaction", "await transaction(async (tx) => {});"],
    ["$transaction", "await db().$transaction(async (tx) => {});"],
    ["change by another name", "await alter(caller, async (tx) => {});"],
  ])("is found when it opens one by %s", (_, body) => {
    expect(problemsOf(body, 'import { change as alter } from "@/lib/audit/change";')).toHaveLength(2);
  });

  it("is found as an arrow, as a helper that is not exported, and at the module's level", () => {
    for (const text of [
      "export const revokeToken = async (caller) => transaction(async (tx) => {});",
      "async function helper() { await transaction(async (tx) => {}); } export const f = () => helper();",
      "await transaction(async (tx) => {});",
    ])
      expect(verbProblems(modulesOf({ "lib/fleets/x.ts": text }), {})).toHaveLength(2);
  });

  it("is found when its look-up only says that it authorizes", () => {
    const lookup =
      "export async function authorizedToken(principal, id) { return db().token.findFirst({}); }";
    expect(verbProblems(modulesOf({ "lib/tokens/lookup.ts": lookup }), {})).toHaveLength(1);
  });

  it("is let off by name only, and an exception that nothing needs is found", () => {
    const modules = modulesOf({
      "lib/users/first.ts": "export async function first() { await transaction(async () => {}); }",
    });
    expect(verbProblems(modules, { "lib/users/first.ts#first": "nobody is there yet" })).toEqual([]);
    expect(verbProblems(modules, { "lib/users/first.ts#other": "?" })).toHaveLength(3);
  });
});
