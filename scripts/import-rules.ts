import type { Import, Module } from "./modules";

/** Who may import whom. A target is a file of the project, or `package:<name>`. */
interface Rule {
  readonly name: string;
  readonly from: RegExp;
  readonly except?: RegExp;
  /** Every import must match one of these … */
  readonly only?: readonly RegExp[];
  /** … and none of these. */
  readonly never?: readonly RegExp[];
  readonly because: string;
}

/** Tests, and what runs outside of the product, are free. */
const FREE = /\.test\.tsx?$|^lib\/testing\/|^(scripts|e2e|bench)\/|^[^/]+\.(config|setup)\.(ts|mjs|js)$/;

const ANY_PACKAGE = /^package:/;
const VERB_FOLDERS = "approvals|audit|fleets|machines|policy|services|tokens|users|webhooks";
/** Files that import zod and each other only, and so run in the browser, in a test and in the CLI alike. */
const PURE = [
  /^lib\/[\w-]+\/(schema|status|catalog|events|duration|secret-shape)\.ts$/,
  /^lib\/access\/[\w-]+\.ts$/,
  /^lib\/errors\.ts$/,
];
const LOOKUPS = /^lib\/[\w-]+\/(lookup|find[\w-]*)\.ts$/;
/** What a change of people or members does to tokens stands with the tokens, and happens in that change's transaction. */
const CONSEQUENCES = /^lib\/tokens\/leaving\.ts$/;
const DATABASE_PACKAGES = /^package:(pg|@prisma\/|prisma)/;

const importRules: readonly Rule[] = [
  {
    name: "app",
    from: /^app\//,
    only: [
      ANY_PACKAGE,
      /^(app|components)\//,
      /^lib\/(http|sessions|judging)\//,
      new RegExp(`^lib/(${VERB_FOLDERS})/`),
      ...PURE,
    ],
    never: [DATABASE_PACKAGES],
    because: "routes call verbs; nothing in app touches the database, not even its types",
  },
  {
    name: "components",
    from: /^components\//,
    only: [ANY_PACKAGE, /^components\//, ...PURE, /^lib\/http\/client(\/[\w-]+)?\.ts$/],
    never: [
      DATABASE_PACKAGES,
      /^package:node:/,
      /^package:next\/(?!link$|navigation$)/,
      /^package:server-only$/,
    ],
    because: "components run in the browser",
  },
  {
    name: "verbs",
    from: new RegExp(`^lib/(${VERB_FOLDERS})/`),
    only: [
      ANY_PACKAGE,
      /^lib\/(database|access|audit)\//,
      /^lib\/(errors|env)\.ts$/,
      /^lib\/sessions\/passwords?\.ts$/,
      ...PURE,
      LOOKUPS,
      CONSEQUENCES,
    ],
    never: [/^package:(react|react-dom)(\/|$)/],
    because: "a verb knows no door: it is called by pages, routes and scripts alike",
  },
  {
    name: "pure files",
    from: new RegExp(PURE.map((pattern) => pattern.source).join("|")),
    only: [/^package:(zod|ipaddr\.js)(\/|$)/, ...PURE],
    because: "they are shared with the browser and the CLI",
  },
  {
    name: "database",
    from: /^lib\/database\//,
    only: [ANY_PACKAGE, /^lib\/database\//, /^lib\/(errors|env)\.ts$/],
    because: "the ground knows nothing of what stands on it",
  },
  {
    name: "environment and errors",
    from: /^lib\/(errors|env)\.ts$/,
    only: [/^package:(zod|ipaddr\.js|node:path)$/],
    because: "everything imports them",
  },
  {
    name: "command line",
    from: /^cli\//,
    only: [ANY_PACKAGE, /^cli\//, ...PURE],
    never: [DATABASE_PACKAGES, /^package:next/],
    because: "it talks HTTP only",
  },
  {
    name: "Next",
    from: /^/,
    except: /^(app|components|lib\/http|lib\/sessions)\/|^(proxy|server)\.ts$/,
    never: [/^package:next(\/|$)/],
    because: "next stands in app, components, lib/http and lib/sessions only",
  },
  {
    name: "next-auth",
    from: /^/,
    except: /^(app\/api\/auth|lib\/sessions)\//,
    never: [/^package:next-auth(\/|$)/],
    because: "one place signs people in",
  },
];

/** Breaks when bundled: these reach server.ts through no import, however long the way. */
const NEVER_IN_SERVER = /^package:(next\/|next-auth|react)/;
// PostgreSQL is a process of its own: what it is started with is no setting of ours.
const READS_ENVIRONMENT = /^lib\/env\.ts$|^server\.ts$|^lib\/database\/embedded\//;

/** Every breach of the rules, one sentence each: file, line, what, why. */
export function importProblems(modules: readonly Module[]): string[] {
  const ruled = modules.filter(({ file }) => !FREE.test(file));
  return [
    ...ruled.flatMap((module) => module.imports.flatMap((each) => breaches(module, each))),
    ...ruled.flatMap(({ file, unreadable }) =>
      unreadable.map(({ line, what }) => `${file}:${line} imports what cannot be followed: ${what}`),
    ),
    ...ruled
      .filter(({ file }) => !READS_ENVIRONMENT.test(file))
      .flatMap(({ file, readsEnvironment }) =>
        readsEnvironment.map((line) => `${file}:${line} reads process.env: lib/env.ts is its one reader`),
      ),
    ...serverProblems(modules),
  ];
}

function breaches({ file }: Module, each: Import): string[] {
  const target = each.file ?? `package:${each.package}`;
  const own = file.split("/").slice(0, 2).join("/");
  return importRules
    .filter((rule) => rule.from.test(file) && !rule.except?.test(file))
    .filter((rule) => {
      if (rule.never?.some((pattern) => pattern.test(target))) return true;
      const isOwnFolder = rule.name === "verbs" && target.startsWith(`${own}/`);
      return !isOwnFolder && rule.only !== undefined && !rule.only.some((pattern) => pattern.test(target));
    })
    .map(
      (rule) =>
        `${file}:${each.line} imports ${target.replace("package:", "")} (${rule.name}: ${rule.because})`,
    );
}

/** Follows server.ts through everything it loads. */
function serverProblems(modules: readonly Module[]): string[] {
  const byFile = new Map(modules.map((module) => [module.file, module]));
  const problems: string[] = [];
  const seen = new Set<string>();
  const visit = (file: string, way: readonly string[]) => {
    const module = byFile.get(file);
    if (!module || seen.has(file)) return;
    seen.add(file);
    for (const each of module.imports) {
      if (each.typeOnly) continue;
      if (each.file) visit(each.file, [...way, file]);
      else if (NEVER_IN_SERVER.test(`package:${each.package}`))
        problems.push(
          `${[...way, file].join(" → ")}:${each.line} brings ${each.package} into the server's bundle`,
        );
    }
  };
  visit("server.ts", []);
  return problems;
}
