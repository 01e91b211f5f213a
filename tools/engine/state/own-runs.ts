import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { ifPresent } from "../../../storage/files/fault.ts";

/** The folder of what this program keeps on this machine. It outlives a clone. */
export const stateFolder = (env: NodeJS.ProcessEnv): string =>
  path.join(env["XDG_STATE_HOME"] || path.join(homedir(), ".local/state"), "cloud-images");

/**
 * The runs of the engine that this machine started, a file each. A lock in a shared backend names a host, and two hosts may have
 * the same name: without this, one of them would take the other's live run for dead.
 */
const folder = (env: NodeJS.ProcessEnv): string => path.join(stateFolder(env), "runs");

const fileOf = (pid: number, env: NodeJS.ProcessEnv): string => path.join(folder(env), String(pid));

/** Notes that a run was started; answers how to forget it. What a killed run left is forgotten with its lock, or when it is old. */
export function rememberRun(pid: number, env: NodeJS.ProcessEnv): () => void {
  mkdirSync(folder(env), { recursive: true, mode: 0o700 });
  forgetOldRuns(env);
  // at once, and to the disk: it is asked for after a kill or a power cut
  writeFileSync(fileOf(pid, env), "", { flush: true });
  return () => forgetRun(pid, env);
}

export const forgetRun = (pid: number, env: NodeJS.ProcessEnv): void => rmSync(fileOf(pid, env), { force: true });

/** Milliseconds; no run takes so long. A person removes a dead run's lock that is older. */
const longest = 30 * 86_400_000;

function forgetOldRuns(env: NodeJS.ProcessEnv): void {
  for (const name of readdirSync(folder(env))) {
    const file = path.join(folder(env), name);
    const noted = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (noted !== undefined && Date.now() - noted > longest) rmSync(file, { force: true });
  }
}

/** Milliseconds: a lock's time is cut to seconds, and the engine takes its lock soon after it has started. */
const [before, after] = [2000, 5 * 60_000] as const;

/** Whether a run of this machine took the lock. */
export async function isOwnRun({ pid, since }: { pid: number; since: Date }, env: NodeJS.ProcessEnv): Promise<boolean> {
  const started = (await ifPresent(stat(fileOf(pid, env))))?.mtimeMs;
  return started !== undefined && since.getTime() > started - before && since.getTime() < started + after;
}
