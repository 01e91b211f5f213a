import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../images/model/errors.ts";
import { hearPulumi, refusedByLock } from "../pulumi.ts";
import { locksIn, settleLocks, sortLocks, whileLocked, type Lock, type LockPlace } from "./locks.ts";
import { forgetRun, isOwnRun, stateFolder } from "./own-runs.ts";

/** Milliseconds for a command of the engine that only looks: a backend may never answer. */
const patience = 120_000;

/** Milliseconds until a look that another machine's run had for a moment has ended. */
const moment = 2000;

/**
 * The locks of a stack in a backend that many machines share, such as S3 or Postgres. Only the engine can
 * enter all of these, and it has no command that tells its locks. But to rename a stack to its own name, it takes the stack's
 * lock, and refuses: with the locks if there are any, else with the name, which is in use.
 */
export const sharedLocks = (stack: string, env: NodeJS.ProcessEnv): LockPlace => {
  const read = () => readLocks(stack, env);
  return { read, remove: () => cancel(stack, env, read), pause: 5000 };
};

async function readLocks(stack: string, env: NodeJS.ProcessEnv): Promise<Lock[]> {
  const locks = await look(stack, env);
  if (locks.every(({ here }) => here)) return locks;
  // another machine may only have looked as well
  await sleep(moment);
  return look(stack, env);
}

async function look(stack: string, env: NodeJS.ProcessEnv): Promise<Lock[]> {
  const { output } = await hearPulumi(["stack", "rename", stack, "--stack", stack, "--non-interactive"], env, patience);
  const parsed = parseLocks(output);
  if (parsed === undefined)
    throw new UserError({
      where: `stack ${stack}`,
      value: output,
      expected: "that the engine reaches the state and can say whether a run holds it",
      remedy: "put right what it says, and start again",
    });
  return Promise.all(
    parsed.map(async (lock) => ({
      ...lock,
      file: null,
      here: lock.host === hostname() && (await isOwnRun(lock, env)),
    })),
  );
}

const line = /created by (?<user>.*)@(?<host>[^@\s]+) \(pid (?<pid>\d+)\) at (?<since>\S+)$/;

/** What the engine's refusal says (pulumi 3.276.0, pkg/backend/diy/lock.go); undefined if it is another. */
export function parseLocks(refusal: string): Omit<Lock, "here" | "file">[] | undefined {
  const lines = refusal.split("\n").map((each) => each.trim());
  if (lines.some((each) => /^error: a stack named \S+ already exists$/.test(each))) return [];
  if (!lines.some((each) => refusedByLock.test(each))) return undefined;
  return lines.flatMap((each) => {
    const { user = "", host = "", pid, since = "" } = line.exec(each)?.groups ?? {};
    return pid === undefined ? [] : [{ user, host, pid: Number(pid), since: new Date(since), program: "pulumi" }];
  });
}

/**
 * `pulumi cancel` removes every lock of the stack. While a dead one is there no run can begin, so it hits no other; unless
 * somebody has removed that one before. So a machine, which removes only what it left itself, does this once at a time.
 */
async function cancel(stack: string, env: NodeJS.ProcessEnv, read: () => Promise<Lock[]>): Promise<void> {
  const turns = path.join(stateFolder(env), "recovering", stack);
  const place = locksIn(turns);
  await place.remove((await settleLocks(place)).dead);
  await whileLocked(turns, async () => {
    const { dead, held } = await sortLocks(await read());
    if (dead.length === 0 || held.length > 0) return;
    const { ok } = await hearPulumi(["cancel", "--yes", "--stack", stack, "--non-interactive"], env, patience);
    if (ok) for (const { pid } of dead) forgetRun(pid, env);
  });
}
