import path from "node:path";
import { workloadProviderFolder } from "../setup/workload-provider.ts";
import { project } from "../setup/bootstrap/folders.mjs";
import { accounts, installPackages } from "../setup/bootstrap/packages.mjs";
import { backendEnvironment } from "./state/backend.ts";
import type { EngineOptions } from "./options.ts";
import { ensureStack } from "./stack.ts";
import type { Session } from "./session.ts";

/** One command's work on a stack that has no tree. */
export type RoleSession = Pick<Session, "stack" | "env" | "stackArgs" | "updateArgs">;

/** Roles whose servers and networks are made with an SDK. */
const withSdk: ReadonlySet<string> = new Set(["testing", "runners"]);

/** The environment with the providers that a stack of this role needs. */
export async function withProviders(env: NodeJS.ProcessEnv, role: string): Promise<NodeJS.ProcessEnv> {
  if (role === "accounts") await installPackages(accounts);
  if (!withSdk.has(role)) return env;
  return { ...env, PATH: [await workloadProviderFolder(), env["PATH"]].join(path.delimiter) };
}

/** Sees to it that the engine knows the stack, and finds the provider that its role needs. */
export async function openRoleSession(
  { stack, configFile, rest }: Pick<EngineOptions, "stack" | "configFile" | "rest">,
  role: string,
): Promise<RoleSession> {
  const env = await withProviders(backendEnvironment(stack, process.env), role);
  await ensureStack(stack, env);
  const file = configFile === null ? [] : ["--config-file", path.resolve(project, configFile)];
  const stackArgs = ["--stack", stack, ...file, "--non-interactive"];
  return {
    stack,
    env,
    stackArgs,
    updateArgs: [...stackArgs, "--suppress-progress", ...rest],
  };
}
