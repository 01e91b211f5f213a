import { UserError, type Problem } from "../../images/model/errors.ts";
import { describeLock, settleLocks, type Lock, type LockPlace } from "../engine/state/locks.ts";
import { lockPlace } from "../engine/state/lock-place.ts";
import { showPulumi } from "../engine/pulumi.ts";
import type { Session } from "../engine/session.ts";
import { readState, type StackState } from "../engine/state/state.ts";

/**
 * Removes what a killed run left in the engine's backend: its lock and its pending operations. (The program removes unfinished
 * images.) Waits for an active run on this machine. Throws a UserError, and changes nothing, while a run may be active. Returns the
 * state.
 */
export async function recover(session: EngineSession): Promise<StackState> {
  const place = lockPlace(session.stack, session.env);
  if (place !== undefined) await clearLocks(place, heldStack(session.stack));
  const state = await readState(session.stack, session.env);
  if (state.pending) await clearPending(session);
  return state;
}

type EngineSession = Pick<Session, "stack" | "env" | "stackArgs">;

/** A second attempt is needed only if another run dies meanwhile. */
const attempts = 5;

/** Throws a UserError, of one problem for each lock, while a run is or may be active. */
export async function clearLocks(place: LockPlace, problemOf: (lock: Lock) => Problem): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { dead, held } = await settleLocks(place);
    if (held.length > 0) throw new UserError(...held.map(problemOf));
    if (dead.length === 0) return;
    await place.remove(dead);
    for (const lock of dead) console.log(`unlocked: ${describeLock(lock)}, has ended`);
  }
}

/** A stack that the engine has locked. */
export const heldStack =
  (stack: string) =>
  (lock: Lock): Problem => ({
    where: `stack ${stack}`,
    value: `locked by ${describeLock(lock)}`,
    expected: "no other run at the same time",
    remedy: `wait until it has ended; if it is surely dead, type: npm run pulumi -- cancel --yes --stack ${stack}`,
  });

/** The next create adopts what the killed one made. So only the note that it was begun must be removed. */
async function clearPending({ stack, env, stackArgs }: EngineSession): Promise<void> {
  console.log("forgetting the operations that a killed run had begun; what it made is found again");
  const refresh = ["refresh", ...stackArgs, "--yes", "--skip-preview", "--exclude", "**", "--clear-pending-creates"];
  const { ok } = await showPulumi(refresh, env);
  if (ok) return;
  throw new UserError({
    where: `stack ${stack}`,
    value: "pending operations",
    expected: "a state from which the engine can remove them",
    remedy: "see the engine's error above, and start again",
  });
}
