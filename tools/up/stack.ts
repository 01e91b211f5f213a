import type { EngineOptions } from "../engine/options.ts";
import { policyArgs } from "../engine/policy.ts";
import { showPulumi } from "../engine/pulumi.ts";
import { openRoleSession } from "../engine/role-session.ts";
import { recover } from "./recover.ts";
import { refuseTaken, untilFree } from "./taken.ts";

/** One run of the engine on a stack without a tree: removes what a killed run left, and continues it. Returns whether all was done. */
export async function upStack(options: EngineOptions, role: string): Promise<boolean> {
  const session = await openRoleSession(options, role);
  const refreshing = options.refresh ? ["--refresh"] : [];
  return untilFree(async () => {
    await recover(session);
    const ran = await showPulumi(["up", ...session.updateArgs, ...policyArgs, ...refreshing, ...always], session.env);
    refuseTaken(ran, session.stack);
    return ran.ok;
  });
}

const always = ["--yes", "--skip-preview", "--continue-on-error"];
