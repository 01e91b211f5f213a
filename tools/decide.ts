import { decisionLines, stackDecision, stepCodes } from "./decide/view.ts";
import { backendUrl } from "./engine/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { readPublications } from "./publications.ts";
import { decide } from "./usage/looking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** Tells a pipeline what to do next with a stack, by its exit code. Needs no engine, and works from afar. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(decide, args);
  const settings = readSettings({
    stack: values.stack,
    configFile: values["config-file"] ?? null,
    backend: backendUrl(values.stack, process.env),
  });
  const decision = stackDecision(values.stack, await readPublications(settings));
  console.log(values.json ? JSON.stringify(decision, null, 2) : decisionLines(decision).join("\n"));
  return stepCodes[decision.step];
}
