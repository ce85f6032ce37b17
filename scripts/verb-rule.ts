import { lineFinder, type Module, type Node, nameOf, walk } from "./modules";

/**
 * A verb that writes authorizes first and records within the transaction.
 * The functions here do not, each for its reason.
 */
const verbExceptions: Readonly<Record<string, string>> = {
  "lib/users/first-run.ts#prepareFirstRun":
    "nobody is there yet who could be authorized; makeFirstAdmin records",
  "lib/tokens/end-silent.ts#endSilentSecrets":
    "done by the server itself, as was asked for at the rotation; it records",
  "lib/users/first-run.ts#setUp": "the set-up link authorizes; makeFirstAdmin records",
};

const VERBS = /^lib\/(?!(access|audit|database|http|sessions|testing)\/)[\w-]+\/[\w-]+\.ts$/;
const OPENS = new Set(["change", "transaction", "$transaction"]);
const AUTHORIZES = /^(authorize|require)([A-Z]|$)/;
/** Look-ups that authorize: `authorizedToken` answers the token, or throws. They are held to it too. */
const AUTHORIZED_LOOKUP = /^authorized[A-Z]/;
/** Code in these may not run: what stands there guards nothing. */
const CONDITIONAL = new Set([
  "IfStatement",
  "ConditionalExpression",
  "LogicalExpression",
  "SwitchStatement",
  "CatchClause",
  "ForStatement",
  "ForOfStatement",
  "ForInStatement",
  "WhileStatement",
]);
const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** Every function of a verb folder that opens a transaction without authorizing before it and recording in it. */
export function verbProblems(
  modules: readonly Module[],
  exceptions: Readonly<Record<string, string>> = verbExceptions,
): string[] {
  const verbs = modules.filter(({ file }) => VERBS.test(file) && !file.endsWith(".test.ts"));
  const unused = new Set(Object.keys(exceptions));
  const problems = verbs.flatMap((module) =>
    transactionsIn(module).flatMap(({ call, parents }) => {
      const outer = outermostFunction(parents);
      const name = `${module.file}#${outer ? functionName(outer, parents) : "(module)"}`;
      if (unused.delete(name) || name in exceptions) return [];
      const where = `${module.file}:${lineFinder(module.source)(call.start)} ${name.split("#")[1]}`;
      const missing: string[] = [];
      if (!outer || !authorizesBefore(outer, call))
        missing.push(`${where} opens a transaction, but does not authorize before it`);
      if (!contains(call, (callee) => callee === "record"))
        missing.push(`${where} opens a transaction, but records nothing in it`);
      return missing;
    }),
  );
  return [
    ...problems,
    ...verbs.flatMap(lookupProblems),
    ...[...unused].map((name) => `${name} is an exception that nothing needs any more`),
  ];
}

/** A function that says by its name that it authorizes must do so. */
function lookupProblems({ file, program, source }: Module): string[] {
  const problems: string[] = [];
  walk(program, (node, parents) => {
    if (!FUNCTIONS.has(node.type)) return;
    const name = functionName(node, [...parents, node]);
    if (AUTHORIZED_LOOKUP.test(name) && !contains(node, (callee) => AUTHORIZES.test(callee)))
      problems.push(`${file}:${lineFinder(source)(node.start)} ${name} does not authorize`);
  });
  return problems;
}

interface Found {
  readonly call: Node;
  readonly parents: readonly Node[];
}

function transactionsIn({ program }: Module): Found[] {
  const aliases = aliasesOf(program);
  const found: Found[] = [];
  walk(program, (node, parents) => {
    const callee = node.type === "CallExpression" ? calleeName(node) : undefined;
    if (callee !== undefined && OPENS.has(aliases.get(callee) ?? callee))
      found.push({ call: node, parents: [...parents] });
  });
  return found;
}

/** `import { change as alter }`: alter is change. */
function aliasesOf(program: Node): Map<string, string> {
  const aliases = new Map<string, string>();
  walk(program, (node) => {
    if (node.type !== "ImportSpecifier") return;
    const [imported, local] = [nameOf(node.imported), nameOf(node.local)];
    if (imported && local) aliases.set(local, imported);
  });
  return aliases;
}

function authorizesBefore(outer: Node, transaction: Node): boolean {
  let found = false;
  walk(outer, (node, parents) => {
    if (node.type !== "CallExpression" || node.end > transaction.start) return;
    const callee = calleeName(node) ?? "";
    if (!AUTHORIZES.test(callee) && !AUTHORIZED_LOOKUP.test(callee)) return;
    const around = parents.slice(1);
    if (!around.some((parent) => CONDITIONAL.has(parent.type) || FUNCTIONS.has(parent.type))) found = true;
  });
  return found;
}

function contains(outer: Node, matches: (callee: string) => boolean): boolean {
  let found = false;
  walk(outer, (node) => {
    const callee = node.type === "CallExpression" ? calleeName(node) : undefined;
    if (callee !== undefined && matches(callee)) found = true;
  });
  return found;
}

function calleeName(call: Node): string | undefined {
  const callee = call.callee as Node;
  return callee.type === "MemberExpression" ? nameOf(callee.property) : nameOf(callee);
}

function outermostFunction(parents: readonly Node[]): Node | undefined {
  return parents.find((parent) => FUNCTIONS.has(parent.type));
}

function functionName(outer: Node, parents: readonly Node[]): string {
  const around = parents[parents.indexOf(outer) - 1];
  return nameOf(outer.id) ?? nameOf(around?.id) ?? nameOf(around?.key) ?? "(unnamed)";
}
