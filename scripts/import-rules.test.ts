import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { modulesOf } from "./fixture";
import { importProblems } from "./import-rules";
import { readModules } from "./modules";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Files that the planted ones may point at. */
const GROUND = {
  "lib/database/client.ts": "export const db = 1; export type Row = string;",
  "lib/tokens/create.ts": "export const createToken = 1;",
  "lib/tokens/lookup.ts": "export const findToken = 1;",
  "lib/tokens/schema.ts": "export const schema = 1;",
  "lib/http/client.ts": "export const api = 1;",
  "lib/http/route.ts": "export const route = 1;",
  "lib/users/record.ts": "export const row = 1;",
  "components/ui/button.tsx": "export const Button = 1;",
};

function problemsOf(file: string, text: string): string[] {
  return importProblems(modulesOf({ ...GROUND, [file]: text }));
}

describe("who may import whom", () => {
  it("holds in this project, all of which is seen", () => {
    const modules = readModules(root);
    expect(modules.length).toBeGreaterThan(50);
    expect(modules.flatMap(({ imports }) => imports).length).toBeGreaterThan(150);
    expect(importProblems(modules)).toEqual([]);
  });

  it.each([
    ["an alias", "app/page.tsx", 'import { db } from "@/lib/database/client";'],
    ["a relative path", "app/a/b/page.tsx", 'import { db } from "../../../lib/database/client";'],
    ["a type", "app/page.tsx", 'import type { Row } from "@/lib/database/client";'],
    ["a type among values", "app/page.tsx", 'import { type Row } from "@/lib/database/client";'],
    ["an import type expression", "app/page.tsx", 'export type R = import("@/lib/database/client").Row;'],
    ["a dynamic import", "app/page.tsx", 'export const f = () => import("@/lib/database/client");'],
    ["a template", "app/page.tsx", "export const f = () => import(`@/lib/database/client`);"],
    ["a re-export", "app/page.tsx", 'export { db } from "@/lib/database/client";'],
    ["a re-export of all", "app/page.tsx", 'export * from "@/lib/database/client";'],
    ["require", "app/page.tsx", 'export const db = require("@/lib/database/client");'],
    ["import equals", "app/page.ts", 'import c = require("../lib/database/client"); export { c };'],
    ["a package", "app/page.tsx", 'import pg from "pg"; export { pg };'],
    ["a package's depth", "app/page.tsx", 'export * from "@prisma/client/runtime/client";'],
    ["a side effect", "app/page.tsx", 'import "@/lib/database/client";'],
  ])("finds %s from app to the database", (_, file, text) => {
    expect(problemsOf(file, text)).toHaveLength(1);
  });

  it.each([
    ["a component that calls a verb", "components/tokens/list.tsx", 'import "@/lib/tokens/create";'],
    ["a component that takes next/headers", "components/shell/nav.tsx", 'import "next/headers";'],
    ["a component that takes node", "components/shell/nav.tsx", 'import "node:fs";'],
    ["a component that takes node by its old name", "components/shell/nav.tsx", 'import "fs";'],
    ["a verb that knows next", "lib/tokens/rotate.ts", 'import "next/server";'],
    ["a verb that knows react", "lib/tokens/rotate.ts", 'import "react";'],
    ["a verb that knows a page", "lib/tokens/rotate.ts", 'import "@/components/ui/button";'],
    ["a verb that knows a door", "lib/tokens/rotate.ts", 'import "@/lib/http/route";'],
    ["a verb that takes another folder's inside", "lib/tokens/rotate.ts", 'import "../users/record";'],
    ["a schema that is not pure", "lib/tokens/schema.ts", 'import "@/lib/database/client";'],
    ["a policy that is not pure", "lib/access/policy.ts", 'import "../tokens/lookup";'],
    ["next where it does not belong", "lib/judging/judge.ts", 'import "next/cache";'],
    ["next-auth where it does not belong", "lib/http/route.ts", 'import "next-auth";'],
    ["a database that knows a verb", "lib/database/client.ts", 'import "@/lib/tokens/create";'],
    ["a command line that knows a verb", "cli/main.ts", 'import "../lib/tokens/create";'],
    [
      "a second reader of the environment",
      "lib/tokens/rotate.ts",
      "export const url = process.env.CABINET_URL;",
    ],
    [
      "an import that is computed",
      "lib/tokens/rotate.ts",
      "export const f = (name: string) => import(name);",
    ],
    ["an import of nothing", "lib/tokens/rotate.ts", 'import "./gone";'],
  ])("finds %s", (_, file, text) => {
    expect(problemsOf(file, text)).toHaveLength(1);
  });

  it("finds what server.ts would load by a long way", () => {
    const problems = importProblems(
      modulesOf({
        ...GROUND,
        "server.ts": 'import "@/lib/http/first";',
        "lib/http/first.ts": 'import "./second";',
        "lib/http/second.ts": 'import { NextResponse } from "next/server"; export { NextResponse };',
      }),
    );
    expect(problems).toEqual([
      expect.stringContaining("server.ts → lib/http/first.ts → lib/http/second.ts:1"),
    ]);
  });

  it.each([
    ["app/page.tsx", 'import "@/lib/tokens/create"; import "@/components/ui/button"; import "next/link";'],
    [
      "components/tokens/form.tsx",
      'import "@/lib/tokens/schema"; import "@/lib/http/client"; import "next/link";',
    ],
    [
      "lib/users/create.ts",
      'import "./record"; import "@/lib/tokens/lookup"; import "@/lib/database/client";',
    ],
    ["lib/tokens/create.test.ts", 'import "@/lib/http/route"; import "react";'],
  ])("lets through what the rules allow: %s", (file, text) => {
    expect(problemsOf(file, text)).toEqual([]);
  });
});
