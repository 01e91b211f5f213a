import path from "node:path";
import { backendEnvironment } from "../engine/backend.ts";
import type { EngineOptions } from "../engine/options.ts";
import { showPulumi } from "../engine/pulumi.ts";
import { ensureStack } from "../engine/stack.ts";
import { project } from "../setup/folders.mjs";
import { recoverEngine } from "./recover.ts";

/** One run of the engine on a stack that has no tree: clears away what a killed run left, and goes on with it. Answers whether all was done. */
export async function upStack({ stack, configFile, refresh, rest }: EngineOptions): Promise<boolean> {
  const env = backendEnvironment(stack, process.env);
  await ensureStack(stack, env);
  const file = configFile === null ? [] : ["--config-file", path.resolve(project, configFile)];
  const stackArgs = ["--stack", stack, ...file, "--non-interactive"];
  await recoverEngine({ stack, env, stackArgs });
  const refreshing = refresh ? ["--refresh"] : [];
  const { ok } = await showPulumi(
    ["up", ...stackArgs, "--policy-pack", "policy", ...refreshing, ...always, ...rest],
    env,
  );
  return ok;
}

const always = ["--yes", "--skip-preview", "--continue-on-error", "--suppress-progress"];
