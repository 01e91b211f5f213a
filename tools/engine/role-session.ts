import path from "node:path";
import { workloadProviderFolder } from "../setup/workload-provider.ts";
import { accounts, installPackages } from "../setup/bootstrap/packages.mjs";
import { backendEnvironment } from "./state/backend.ts";
import type { EngineOptions } from "./options.ts";
import { ensureStack } from "./stack.ts";
import { engineArgs, type Session } from "./session.ts";

/** A command's session with a stack that has no tree. */
export type RoleSession = Pick<Session, "stack" | "env" | "stackArgs" | "updateArgs">;

/** Roles whose servers and networks are resources of an SDK's provider. */
const withSdk: ReadonlySet<string> = new Set(["testing", "runners"]);

/** The environment with the providers that a stack of this role needs. */
export async function withProviders(env: NodeJS.ProcessEnv, role: string): Promise<NodeJS.ProcessEnv> {
  if (role === "accounts") await installPackages(accounts);
  if (!withSdk.has(role)) return env;
  return { ...env, PATH: [await workloadProviderFolder(), env["PATH"]].join(path.delimiter) };
}

/** Finds the provider that the stack's role needs, and makes sure that the engine knows the stack. */
export async function openRoleSession(options: Omit<EngineOptions, "refresh">, role: string): Promise<RoleSession> {
  const { stack } = options;
  const env = await withProviders(backendEnvironment(stack, process.env), role);
  await ensureStack(stack, env);
  return { stack, env, ...engineArgs(options) };
}
