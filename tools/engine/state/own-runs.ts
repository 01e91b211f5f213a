import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { ifPresent } from "../../../storage/files/fault.ts";

/** Of this program, on this machine; it outlives a clone. */
export const stateFolder = (env: NodeJS.ProcessEnv): string =>
  path.join(env["XDG_STATE_HOME"] || path.join(homedir(), ".local/state"), "cloud-images");

/**
 * The runs of the engine that this machine started, a file each. A lock in a shared backend names a host, and two hosts may have
 * the same name: without this, one of them would take the other's live run for dead.
 */
const folder = (env: NodeJS.ProcessEnv): string => path.join(stateFolder(env), "runs");

const fileOf = (pid: number, env: NodeJS.ProcessEnv): string => path.join(folder(env), String(pid));

/** Notes that a run was started; answers how to forget it. */
export function rememberRun(pid: number, env: NodeJS.ProcessEnv): () => void {
  mkdirSync(folder(env), { recursive: true, mode: 0o700 });
  // at once, and to the disk: it is asked for after a kill or a power cut
  writeFileSync(fileOf(pid, env), "", { flush: true });
  return () => rmSync(fileOf(pid, env), { force: true });
}

/** Milliseconds: a lock's time is cut to seconds, and the engine takes its lock soon after it has started. */
const [before, after] = [2000, 5 * 60_000] as const;

/** Whether a run of this machine took the lock. */
export async function isOwnRun({ pid, since }: { pid: number; since: Date }, env: NodeJS.ProcessEnv): Promise<boolean> {
  const started = (await ifPresent(stat(fileOf(pid, env))))?.mtimeMs;
  return started !== undefined && since.getTime() > started - before && since.getTime() < started + after;
}
