import { isShared, lockFolder } from "./backend.ts";
import { locksIn, type LockPlace } from "./locks.ts";
import { sharedLocks } from "./shared-locks.ts";

/** Where a stack's locks are; undefined if a service keeps them, which ends dead runs by itself. */
export function lockPlace(stack: string, env: NodeJS.ProcessEnv): LockPlace | undefined {
  const folder = lockFolder(stack, env);
  if (folder !== undefined) return locksIn(folder);
  return isShared(env["PULUMI_BACKEND_URL"] ?? "") ? sharedLocks(stack, env) : undefined;
}
