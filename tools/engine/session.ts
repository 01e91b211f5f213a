import path from "node:path";
import type { PublicationSettings } from "../../stacks/config.ts";
import type { Places } from "../../storage/tree/places.ts";
import { project } from "../setup/bootstrap/folders.mjs";
import { backendEnvironment } from "./state/backend.ts";
import type { EngineOptions } from "./options.ts";
import { ensureStack } from "./stack.ts";
import { readSettings } from "./stack-file.ts";

/** A command's session with a stack. */
export interface Session {
  stack: string;
  /** Where tree and staging are. */
  places: Places;
  settings: PublicationSettings;
  env: NodeJS.ProcessEnv;
  /** The arguments of every run of the engine on this stack. */
  stackArgs: readonly string[];
  /** The same with those of previews and updates. */
  updateArgs: readonly string[];
}

/** Reads the stack's settings, and makes sure that the engine knows the stack. */
export async function openSession({ stack, configFile, rest }: Omit<EngineOptions, "refresh">): Promise<Session> {
  const env = backendEnvironment(stack, process.env);
  const settings = readSettings({ stack, configFile, backend: env["PULUMI_BACKEND_URL"] });
  await ensureStack(stack, env);
  return {
    stack,
    places: { tree: settings.mirror.root, staging: settings.mirror.staging },
    settings,
    env,
    ...engineArgs({ stack, configFile, rest }),
  };
}

export function engineArgs({
  stack,
  configFile,
  rest,
}: Omit<EngineOptions, "refresh">): Pick<Session, "stackArgs" | "updateArgs"> {
  const file = configFile === null ? [] : ["--config-file", path.resolve(project, configFile)];
  const stackArgs = ["--stack", stack, ...file, "--non-interactive"];
  return { stackArgs, updateArgs: [...stackArgs, "--suppress-progress", ...rest] };
}
