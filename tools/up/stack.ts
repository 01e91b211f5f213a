import type { EngineOptions } from "../engine/options.ts";
import { policyArgs } from "../engine/policy.ts";
import { showPulumi } from "../engine/pulumi.ts";
import { openRoleSession, type RoleSession } from "../engine/role-session.ts";
import type { EngineRun } from "../engine/pulumi.ts";
import { recover } from "./recover.ts";
import { refuseLockTaken, untilFree } from "./lock-taken.ts";

/** Updates a stack without a tree in one run of the engine. Returns whether all was done. */
export async function upStack(options: EngineOptions, role: string): Promise<boolean> {
  const session = await openRoleSession(options, role);
  return (await runStack(session, options.refresh ? ["--refresh"] : [])).ok;
}

/** One run of the engine, after removing what a killed run left. Waits for another run that holds the stack. */
export const runStack = (session: RoleSession, args: readonly string[]): Promise<EngineRun> =>
  untilFree(async () => {
    await recover(session);
    const ran = await showPulumi(["up", ...session.updateArgs, ...policyArgs, ...always, ...args], session.env);
    refuseLockTaken(ran, session.stack);
    return ran;
  });

const always = ["--yes", "--skip-preview", "--continue-on-error"];
