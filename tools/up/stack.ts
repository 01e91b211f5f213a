import type { EngineOptions } from "../engine/options.ts";
import { policyArgs } from "../engine/policy.ts";
import { showPulumi } from "../engine/pulumi.ts";
import { openRoleSession } from "../engine/role-session.ts";
import { recoverEngine } from "./recover.ts";

/** One run of the engine on a stack without a tree: removes what a killed run left, and continues it. Returns whether all was done. */
export async function upStack(options: EngineOptions, role: string): Promise<boolean> {
  const session = await openRoleSession(options, role);
  await recoverEngine(session);
  const refreshing = options.refresh ? ["--refresh"] : [];
  const { ok } = await showPulumi(["up", ...session.updateArgs, ...policyArgs, ...refreshing, ...always], session.env);
  return ok;
}

const always = ["--yes", "--skip-preview", "--continue-on-error"];
