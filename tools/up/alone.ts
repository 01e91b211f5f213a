import { setTimeout as sleep } from "node:timers/promises";
import { UserError, type Problem } from "../../images/model/errors.ts";
import { describeLock, locksIn, whileLocked, type Lock } from "../engine/state/locks.ts";
import { clearLocks } from "./recover.ts";

/** Two commands that begin at the same moment refuse each other, and try again. */
const attempts = 8;

/** The longest first pause before a command tries again, in milliseconds. It doubles each time; chance decides, so that two do not meet again. */
const longestPause = 50;

/**
 * Does the work while no other command does the same, by a lock in that folder. Waits for one of this machine; throws a UserError while
 * one of another machine may do it. `what`: for people, "announcements of trixie/daily".
 */
export async function alone<Result>(folder: string, what: string, work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await clearLocks(locksIn(folder), (lock) => heldBy(lock, what));
    const done: Result[] = [];
    await whileLocked(folder, async () => void done.push(await work()));
    for (const result of done) return result;
    await sleep(Math.random() * longestPause * 2 ** attempt);
  }
  throw new UserError({
    where: what,
    value: "locked again and again",
    expected: "no other command at the same time",
    remedy: "run it again when the others have ended",
  });
}

const heldBy = (lock: Lock, what: string): Problem => ({
  where: what,
  value: `locked by ${describeLock(lock)}`,
  expected: "no other command at the same time",
  remedy: `wait until it has ended; if it is surely dead, remove ${lock.file ?? "its lock"}`,
});
