import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../../../images/model/errors.ts";
import { hearPulumi, refusedByLock } from "../pulumi.ts";
import { locksIn, settleLocks, sortLocks, whileLocked, type Lock, type LockPlace } from "./locks.ts";
import { forgetRun, isOwnRun, stateFolder } from "./own-runs.ts";

/** Milliseconds for a command of the engine that only reads: a backend may never answer. */
const patience = 120_000;

/** Milliseconds after which another machine that only looked has released the lock. */
const moment = 2000;

/**
 * The locks of a stack in a backend that many machines share, such as S3 or Postgres. Only the engine can open all of these, and it
 * has no command that lists locks. But if asked to rename a stack to its own name, it takes the lock and then refuses: it names the
 * locks if there are any, else it says that the name is in use.
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
      expected: "an engine that reaches the state and says whether a run holds it",
      remedy: "correct what the engine says, and start again",
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

/** The locks that the engine's refusal names (pulumi 3.276.0, pkg/backend/diy/lock.go); undefined for any other error. */
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
 * `pulumi cancel` removes every lock of the stack. While a dead lock is there no run can begin, so it removes no other, unless
 * somebody else removed the dead one just before. Each machine removes only its own dead locks, so one at a time per machine suffices.
 */
async function cancel(stack: string, env: NodeJS.ProcessEnv, read: () => Promise<Lock[]>): Promise<void> {
  const turns = path.join(stateFolder(env), "recovering", stack);
  const place = locksIn(turns);
  await place.remove((await settleLocks(place)).dead);
  await whileLocked(turns, async () => {
    const { dead, held } = await sortLocks(await read());
    if (dead.length === 0 || held.length > 0) return;
    const args = ["cancel", "--yes", "--stack", stack, "--non-interactive"];
    const { ok, output } = await hearPulumi(args, env, patience);
    if (ok) for (const { pid } of dead) forgetRun(pid, env);
    // somebody else may have removed it at the same moment
    else if ((await sortLocks(await read())).dead.length > 0) throw cannotUnlock(stack, output);
  });
}

const cannotUnlock = (stack: string, said: string): UserError =>
  new UserError({
    where: `stack ${stack}`,
    value: said,
    expected: "an engine that removes the lock of a run that has ended",
    remedy: "correct what the engine says, and start again",
  });
