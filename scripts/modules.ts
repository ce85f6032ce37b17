import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { parseSync } from "oxc-parser";
import { ResolverFactory } from "oxc-resolver";

/** What a module really imports: a file of the project, or a package (`node:fs`, `next/headers`, `@prisma/client`). */
export interface Import {
  /** As written. */
  readonly specifier: string;
  readonly file?: string;
  readonly package?: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

export interface Module {
  /** From the project's root, with slashes. */
  readonly file: string;
  readonly imports: readonly Import[];
  /** Lines with an import that cannot be followed: a computed name, or a file that is not there. */
  readonly unreadable: readonly { readonly line: number; readonly what: string }[];
  /** Lines that read process.env, NODE_ENV apart. */
  readonly readsEnvironment: readonly number[];
  readonly program: Node;
  readonly source: string;
}

/** A node of the syntax tree, of any type. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const SKIPPED = new Set([
  "node_modules",
  ".next",
  "dist",
  ".git",
  ".cabinet",
  "generated",
  "test-results",
  "playwright-report",
]);
const BUILTIN = new Set(builtinModules);

/** Reads every TypeScript and JavaScript module under `root`. */
export function readModules(root: string): Module[] {
  const resolver = new ResolverFactory({
    extensions: [".ts", ".tsx", ".mts", ".mjs", ".js", ".json", ".css"],
    conditionNames: ["import", "types", "node", "default"],
    mainFields: ["module", "main"],
    alias: { "@": [root] },
    builtinModules: true,
  });
  return filesUnder(root, "").map((file) => readModule(root, file, resolver));
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesUnder(root, file);
    return /\.(ts|tsx|mts|mjs|js)$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [file] : [];
  });
}

function readModule(root: string, file: string, resolver: ResolverFactory): Module {
  const source = readFileSync(path.join(root, file), "utf8");
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const lineAt = lineFinder(source);
  const imports: Import[] = [];
  const unreadable: { line: number; what: string }[] = [];
  const readsEnvironment: number[] = [];

  walk(program as unknown as Node, (node, parents) => {
    if (isEnvironmentRead(node, parents.at(-1))) readsEnvironment.push(lineAt(node.start));
    const found = importIn(node);
    if (!found) return;
    const line = lineAt(node.start);
    if (found.specifier === null) {
      unreadable.push({ line, what: source.slice(node.start, node.end).slice(0, 80) });
      return;
    }
    const target = resolve(root, file, found.specifier, resolver);
    if (target) imports.push({ ...target, specifier: found.specifier, line, typeOnly: found.typeOnly });
    else unreadable.push({ line, what: found.specifier });
  });
  return { file, imports, unreadable, readsEnvironment, program: program as unknown as Node, source };
}

/** The module that a node imports, in any of the ways in which one can; `specifier: null` when it is computed. */
function importIn(node: Node): { specifier: string | null; typeOnly: boolean } | null {
  switch (node.type) {
    case "ImportDeclaration":
      return { specifier: textOf(node.source), typeOnly: node.importKind === "type" };
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return node.source ? { specifier: textOf(node.source), typeOnly: node.exportKind === "type" } : null;
    case "ImportExpression":
      return { specifier: textOf(node.source), typeOnly: false };
    case "TSImportType":
      return { specifier: textOf(node.source ?? node.argument), typeOnly: true };
    case "TSExternalModuleReference":
      return { specifier: textOf(node.expression), typeOnly: false };
    case "CallExpression":
      return isRequire(node.callee)
        ? { specifier: textOf((node.arguments as Node[])[0]), typeOnly: false }
        : null;
    default:
      return null;
  }
}

function isRequire(callee: unknown): boolean {
  const node = callee as Node;
  if (node.type === "Identifier") return node.name === "require";
  return node.type === "MemberExpression" && isRequire(node.object) && nameOf(node.property) === "resolve";
}

function textOf(value: unknown): string | null {
  const node = value as Node | undefined;
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TSLiteralType") return textOf(node.literal);
  if (node?.type !== "TemplateLiteral" || (node.expressions as Node[]).length > 0) return null;
  const [quasi] = node.quasis as { value: { cooked: string } }[];
  return quasi?.value.cooked ?? null;
}

function isEnvironmentRead(node: Node, parent: Node | undefined): boolean {
  if (node.type !== "MemberExpression" || nameOf(node.property) !== "env") return false;
  if ((node.object as Node).type !== "Identifier" || nameOf(node.object) !== "process") return false;
  return !(
    parent?.type === "MemberExpression" &&
    parent.object === node &&
    nameOf(parent.property) === "NODE_ENV"
  );
}

function resolve(
  root: string,
  file: string,
  specifier: string,
  resolver: ResolverFactory,
): Partial<Import> | null {
  const bare = specifier.replace(/^node:/, "");
  if (specifier.startsWith("node:") || BUILTIN.has(bare)) return { package: `node:${bare}` };
  const { path: found } = resolver.sync(path.dirname(path.join(root, file)), specifier);
  const isOurs = specifier.startsWith(".") || specifier.startsWith("@/") || path.isAbsolute(specifier);
  if (!found) {
    // Generated files are not in a fresh checkout, and packages are installed elsewhere for a fixture.
    const unresolved = specifier.startsWith("@/")
      ? specifier.slice(2)
      : path.posix.join(path.posix.dirname(file), specifier);
    if (isOurs) return unresolved.includes("/generated/") ? { file: unresolved } : null;
    return { package: specifier };
  }
  const inside = path.relative(root, found).replaceAll(path.sep, "/");
  return inside.startsWith("..") || inside.includes("node_modules/")
    ? { package: specifier }
    : { file: inside };
}

/** Visits every node with the nodes around it, outermost first. */
export function walk(
  node: Node,
  visit: (node: Node, parents: readonly Node[]) => void,
  parents: Node[] = [],
): void {
  visit(node, parents);
  parents.push(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof child === "object" && typeof child.type === "string")
        walk(child as Node, visit, parents);
  }
  parents.pop();
}

export function nameOf(value: unknown): string | undefined {
  const node = value as Node | undefined;
  return typeof node?.name === "string" ? node.name : undefined;
}

export function lineFinder(source: string): (offset: number) => number {
  return (offset) => source.slice(0, offset).split("\n").length;
}
