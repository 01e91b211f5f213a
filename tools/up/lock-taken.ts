import { UserError } from "../../images/model/errors.ts";
import type { EngineRun } from "../engine/pulumi.ts";

/** The engine did nothing, because another run took the stack's lock after this one had looked. */
export class LockTaken extends UserError {
  constructor(stack: string) {
    super({
      where: `stack ${stack}`,
      value: "locked by a run that began meanwhile, which the engine names above",
      expected: "no other run at the same time",
      remedy: "nothing was done: start again when that one has ended",
    });
  }
}

/** Throws a LockTaken if another run held the lock. */
export function refuseLockTaken({ taken }: EngineRun, stack: string): void {
  if (taken) throw new LockTaken(stack);
}

const attempts = 3;

/** Tries again if another run was faster. The attempt itself waits for that run, if it is on this machine. */
export async function untilFree<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = attempts - 1; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof LockTaken) || left === 0) throw error;
      console.log("another run began meanwhile: planning again after it");
    }
  }
}
