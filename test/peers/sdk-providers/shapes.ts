import { readFileSync } from "node:fs";
import ts from "typescript";
import { sdkModuleOf } from "../../registrations/sdk-types.ts";

/** The inputs of a resource type in its SDK's interface, each with whether it must be given. */
type Shape = ReadonlyMap<string, "required" | "optional">;

const known = new Map<string, Shape>();

/** The inputs of a resource type. Throws where the SDK has no such type. */
export function shapeOf(type: string): Shape {
  const before = known.get(type);
  if (before !== undefined) return before;
  const { file, name } = sdkModuleOf(type);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2023);
  const args = source.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === `${name}Args`,
  );
  if (args === undefined || !ts.isInterfaceDeclaration(args)) throw new RangeError(`${file}: no ${name}Args`);
  const shape = new Map(
    args.members.flatMap((member) =>
      ts.isPropertySignature(member) && ts.isIdentifier(member.name)
        ? [[member.name.text, member.questionToken === undefined ? "required" : "optional"] as const]
        : [],
    ),
  );
  known.set(type, shape);
  return shape;
}
