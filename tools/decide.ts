import type { PublicationSettings } from "../stacks/config.ts";
import { askForBuild, forgetBuild } from "./decide/ask-for-build.ts";
import { buildRequest } from "./decide/build-request.ts";
import { decisionLines, stackDecision, stepCodes, type StackDecision } from "./decide/view.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { readPublications } from "./publications.ts";
import { WrongUse } from "./setup/errors.ts";
import { decide } from "./usage/looking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** Tells a pipeline by the exit code what to do next with a stack. Needs no engine, and works on any machine. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(decide, args);
  const settings = readSettings({
    stack: values.stack,
    configFile: values["config-file"] ?? null,
    backend: backendUrl(values.stack, process.env),
  });
  const world = await readPublications(settings);
  const decision = stackDecision(values.stack, world);
  console.log(values.json ? JSON.stringify(decision, null, 2) : decisionLines(decision).join("\n"));
  if (values["ask-for-build"]) {
    if (!world.remote) await settleRequest(decision, settings);
    else if (decision.fixes.length > 0)
      throw new WrongUse("--ask-for-build: expected the tree on this machine, which remembers what was asked for");
  }
  return stepCodes[decision.step];
}

/** Asks for the build that the decision misses, or forgets the last request when nothing is missing. */
async function settleRequest(decision: StackDecision, settings: PublicationSettings): Promise<void> {
  const places = { tree: settings.mirror.root, staging: settings.mirror.staging };
  if (decision.fixes.length === 0) return forgetBuild(places, decision.stack);
  const { pipeline, isNew } = await askForBuild(places, buildRequest(decision, settings, process.env));
  // standard output is the decision's
  console.error(isNew ? `asked for a build: ${pipeline}` : `asked for this build before: ${pipeline}`);
}
