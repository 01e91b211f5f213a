import type { PublicationSettings } from "../stacks/config.ts";
import { compareOperands } from "./diff/compare.ts";
import { fromFile } from "./diff/file.ts";
import { comparisonJson } from "./diff/json.ts";
import type { Operand } from "./diff/side.ts";
import { comparisonText } from "./diff/text.ts";
import { fromTree, wantedInTree } from "./diff/tree.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { WrongUse } from "./setup/errors.ts";
import { diff } from "./usage/looking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

const usage =
  "expected two of: a build.json, a published manifest or a dpkg-status (a path or a URL), a version in the stack's tree as " +
  "20260717-2542, one of its images as 20260717-2542/genericcloud/amd64, or an image's name";

/** `npm run diff -- A B [--json] [--stack NAME]`: compares the packages of A and B. Needs no engine. */
export async function main(args: string[]): Promise<number> {
  const { values, operands } = readArguments(diff, args);
  const [before, after, ...others] = operands;
  if (before === undefined || after === undefined || others.length > 0)
    throw new WrongUse(`${operands.join(" ") || "nothing"}: ${usage}`);
  const settings = readSettings({
    stack: values.stack,
    configFile: values["config-file"] ?? null,
    backend: backendUrl(values.stack, process.env),
  });
  const comparison = await compareOperands(await operand(before, settings), await operand(after, settings), settings);
  if (values.json) console.log(JSON.stringify(comparisonJson(comparison), null, 2));
  else console.log(comparisonText(comparison).join("\n"));
  return 0;
}

function operand(text: string, settings: PublicationSettings): Promise<Operand> {
  const wanted = wantedInTree(text);
  return wanted === undefined ? fromFile(text) : fromTree(wanted, settings);
}
