import path from "node:path";
import type { PublicationSettings } from "../../stacks/config.ts";
import type { Places } from "../../storage/tree/places.ts";
import { project } from "../setup/bootstrap/folders.mjs";
import { backendEnvironment, fileBackend } from "./state/backend.ts";
import type { EngineOptions } from "./options.ts";
import { removeEmptySidecars } from "./sidecars.ts";
import { ensureStack } from "./stack.ts";
import { readSettings } from "./stack-file.ts";

/** One command's work on one stack. */
export interface Session {
  stack: string;
  /** Where tree and staging are. */
  places: Places;
  settings: PublicationSettings;
  env: NodeJS.ProcessEnv;
  /** What every run of the engine on this stack is given. */
  stackArgs: readonly string[];
  /** What previews and updates are given besides. */
  updateArgs: readonly string[];
}

/** Reads the stack's settings, and sees to it that the engine knows the stack. */
export async function openSession({ stack, configFile, rest }: Omit<EngineOptions, "refresh">): Promise<Session> {
  const env = backendEnvironment(stack, process.env);
  const settings = readSettings({ stack, configFile, backend: env["PULUMI_BACKEND_URL"] });
  const root = fileBackend(env["PULUMI_BACKEND_URL"] ?? "");
  if (root !== undefined) await removeEmptySidecars(root);
  await ensureStack(stack, env);
  const file = configFile === null ? [] : ["--config-file", path.resolve(project, configFile)];
  const stackArgs = ["--stack", stack, ...file, "--non-interactive"];
  return {
    stack,
    places: { tree: settings.mirror.root, staging: settings.mirror.staging },
    settings,
    env,
    stackArgs,
    updateArgs: [...stackArgs, "--suppress-progress", ...rest],
  };
}
