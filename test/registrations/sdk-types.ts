import { globSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { accounts } from "../../tools/setup/bootstrap/packages.mjs";

/** The SDK's module of a resource type, and the class there. `aws:iam/role:Role` is the class Role of @pulumi/aws/iam/role.js. */
export function sdkModuleOf(type: string): { file: string; name: string } {
  const [sdk = "", module = "", name = ""] = type.split(":");
  const folder = path.join(accounts, "node_modules/@pulumi", sdk, module.split("/")[0] ?? "");
  const file = globSync("*.d.ts", { cwd: folder }).find((each) => each.toLowerCase() === `${name.toLowerCase()}.d.ts`);
  if (file === undefined) throw new RangeError(`${type}: no module of it in ${folder}`);
  return { file: path.join(folder, file), name };
}

export interface TypedInputs {
  type: string;
  inputs: unknown;
}

/** By index in the list: what TypeScript says where the SDK's resource does not take the inputs. */
export function typeErrors(resources: readonly TypedInputs[]): Map<number, string> {
  const file = path.join(accounts, "registrations.ts");
  const modules = [...new Set(resources.map(({ type }) => type))].map((type) => ({ type, ...sdkModuleOf(type) }));
  const lines = [
    ...modules.map(
      ({ file: module, name }, index) => `import type { ${name}Args as T${index} } from "${importOf(module)}";`,
    ),
    ...resources.map(({ type, inputs }) => {
      const index = modules.findIndex((module) => module.type === type);
      return `void (${literal(inputs)} satisfies T${index});`;
    }),
  ];
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(accounts, "tsconfig.json"), (name) => ts.sys.readFile(name)).config,
    ts.sys,
    accounts,
  );
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, lines.join("\n"), ts.ScriptTarget.ES2023, true) : read(name, ...rest);
  const program = ts.createProgram([file], options, host);
  const source = program.getSourceFile(file);
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return new Map(
    found.map(({ start = 0, messageText }) => [
      (source?.getLineAndCharacterOfPosition(start).line ?? 0) - modules.length,
      ts.flattenDiagnosticMessageText(messageText, "\n"),
    ]),
  );
}

const importOf = (module: string): string =>
  path.relative(path.join(accounts, "node_modules"), module).replace(/\.d\.ts$/, ".js");

/** Inputs as TypeScript. A value that only the run knows can be of any type. */
const literal = (inputs: unknown): string =>
  JSON.stringify(inputs).replaceAll(/"[^"]*\(known after the run\)[^"]*"/g, "(undefined as never)");
