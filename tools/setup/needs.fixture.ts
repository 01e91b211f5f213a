import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

/** Functions whose first argument is a program that they start. */
const starters = new Set(["start", "startProgram", "runProgram", "runCommand", "run", "guarded", "mustBeThere", "ask"]);

/** The imports and program names in a module's text. */
interface Module {
  imports: string[];
  programs: string[];
}

const modules = new Map<string, Module>();

/** The programs that these modules start, directly or through imports (without type imports) of modules that are not left out. */
export function programsReachedFrom(roots: readonly string[], leftOut: readonly string[] = []): Set<string> {
  const seen = new Set(leftOut);
  const waiting = [...roots];
  for (const file of waiting) {
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...read(file).imports);
  }
  return new Set([...seen].filter((file) => !leftOut.includes(file)).flatMap((file) => read(file).programs));
}

function read(file: string): Module {
  const known = modules.get(file) ?? parse(file);
  modules.set(file, known);
  return known;
}

function parse(file: string): Module {
  const module: Module = { imports: [], programs: [] };
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  const visit = (node: ts.Node): void => {
    const imported = importOf(node);
    if (imported?.startsWith(".") === true) module.imports.push(path.resolve(path.dirname(file), imported));
    if (ts.isCallExpression(node)) module.programs.push(...programsOf(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { ...module, imports: module.imports.filter((each) => /\.(ts|mjs|js)$/.test(each) && existsSync(each)) };
}

function importOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return undefined;
  if (ts.isExportDeclaration(node) && node.isTypeOnly) return undefined;
  const from = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : undefined;
  const dynamic =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0] : undefined;
  const specifier = from ?? dynamic;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

/** `start("xz", …)`, and each name of `runScript(file, args, { programs: ["sfdisk"] })`. */
function programsOf({ expression, arguments: given }: ts.CallExpression): string[] {
  if (!ts.isIdentifier(expression)) return [];
  const [first] = given;
  if (starters.has(expression.text)) return first !== undefined && ts.isStringLiteral(first) ? [first.text] : [];
  if (expression.text !== "runScript") return [];
  const options: readonly ts.Node[] = given.find(ts.isObjectLiteralExpression)?.properties ?? [];
  return options
    .filter(ts.isPropertyAssignment)
    .filter(({ name }) => ts.isIdentifier(name) && name.text === "programs")
    .flatMap(({ initializer }) => (ts.isArrayLiteralExpression(initializer) ? [...initializer.elements] : []))
    .filter(ts.isStringLiteral)
    .map(({ text }) => text);
}
