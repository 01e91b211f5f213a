import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ifPresent } from "../../../storage/files/fault.ts";
import { withProgress } from "../../setup/bootstrap/progress.mjs";
import { describeProcess, type RunningProcess } from "../processes.ts";

/** A lock as the engine takes one for each run (pulumi 3.276.0, pkg/backend/diy/lock.go). */
export interface Lock {
  pid: number;
  user: string;
  host: string;
  since: Date;
  /** The name of the program that took it. */
  program: string;
  /** Whether this machine took it, so that its process can be found here. */
  here: boolean;
  /** Null for a lock in a backend that many machines share. */
  file: string | null;
}

/** Where a stack's locks are. */
export interface LockPlace {
  read: () => Promise<Lock[]>;
  /** Removes locks whose runs are dead, and none that a run has taken meanwhile. */
  remove: (dead: readonly Lock[]) => Promise<void>;
  /** Milliseconds between two looks. */
  pause: number;
}

export const locksIn = (folder: string): LockPlace => ({
  read: () => readLocks(folder),
  // `pulumi cancel` would also remove the lock of a run that has just begun
  remove: async (dead) => {
    for (const lock of dead) await removeLock(lock);
  },
  pause: 500,
});

const engine = "pulumi";

const unknownHolder = { pid: 0, user: "unknown", host: "unknown", program: engine, here: false } as const;

const content = z.object({
  pid: z.number().int(),
  username: z.string(),
  hostname: z.string(),
  timestamp: z.coerce.date(),
  /** Ours only: the engine ignores it. */
  program: z.string().default(engine),
});

/** The locks in a stack's folder. One that cannot be read counts as held by somebody unknown. */
export async function readLocks(folder: string): Promise<Lock[]> {
  const names = (await ifPresent(readdir(folder))) ?? [];
  const locks = names.filter((name) => name.endsWith(".json")).map((name) => readLock(path.join(folder, name)));
  return (await Promise.all(locks)).filter((lock) => lock !== undefined);
}

/** Undefined if its run has ended meanwhile. */
async function readLock(file: string): Promise<Lock | undefined> {
  const [found, text] = await Promise.all([ifPresent(stat(file)), ifPresent(readFile(file, "utf8"))]);
  if (found === undefined || text === undefined) return undefined;
  const parsed = content.safeParse(parseJson(text));
  if (!parsed.success) return { file, ...unknownHolder, since: found.mtime };
  const { pid, username, hostname: host, timestamp, program } = parsed.data;
  return { file, pid, user: username, host, since: timestamp, program, here: host === hostname() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Milliseconds. A process that began this long after the lock was written has only the same number, even if a clock was wrong. */
const anotherProcess = 3_600_000;

/** Whether the run that took the lock has surely ended. Of another host's run this is never sure. */
export function isDead(lock: Lock, running: RunningProcess | undefined): boolean {
  if (!lock.here) return false;
  if (running === undefined) return true;
  if (running.name !== undefined && !running.name.startsWith(lock.program)) return true;
  return running.started !== undefined && running.started.getTime() > lock.since.getTime() + anotherProcess;
}

interface SortedLocks {
  dead: readonly Lock[];
  held: readonly Lock[];
}

export async function sortLocks(locks: readonly Lock[]): Promise<SortedLocks> {
  const judged = await Promise.all(
    locks.map(async (lock) => ({ lock, dead: isDead(lock, await describeProcess(lock.pid)) })),
  );
  const pick = (wanted: boolean) => judged.filter(({ dead }) => dead === wanted).map(({ lock }) => lock);
  return { dead: pick(true), held: pick(false) };
}

/** Milliseconds. */
const patience = 10 * 60_000;

/**
 * Waits, for `longest` milliseconds at most, until active runs on this machine have ended. (After its command was killed, the engine
 * still finishes the run.) Does not wait for another machine's lock: nobody here can see whether that run is active.
 */
export async function settleLocks(
  { read, pause }: Pick<LockPlace, "read" | "pause">,
  longest = patience,
): Promise<SortedLocks> {
  const first = await sortLocks(await read());
  if (!isWorthWaiting(first)) return first;
  return withProgress(`waiting for ${first.held.map(describeLock).join(" and ")}, which runs this stack`, async () => {
    const end = Date.now() + longest;
    let locks = first;
    while (isWorthWaiting(locks) && Date.now() < end) {
      await sleep(pause);
      locks = await sortLocks(await read());
    }
    return locks;
  });
}

const isWorthWaiting = ({ held }: SortedLocks): boolean => held.length > 0 && held.every(({ here }) => here);

/** Removes this lock and no other. */
async function removeLock({ file }: Lock): Promise<void> {
  if (file === null) return;
  await rm(file, { force: true });
  await rm(`${file}.attrs`, { force: true });
}

export function describeLock({ pid, user, host, since }: Lock): string {
  return `process ${pid} of ${user} on ${host}, since ${since.toISOString().replace("T", " ").slice(0, 16)} UTC`;
}

/**
 * Does the work while it holds a lock as a run does, so that no run can begin. Returns false, without doing it, if a run holds the
 * stack already.
 */
export async function whileLocked(folder: string, work: () => Promise<void>): Promise<boolean> {
  const file = path.join(folder, `${randomUUID()}.json`);
  const program = (await describeProcess(process.pid))?.name;
  const lock = {
    pid: process.pid,
    username: userInfo().username,
    hostname: hostname(),
    timestamp: new Date(),
    program,
  };
  await mkdir(folder, { recursive: true });
  try {
    // on a full disk the file is there and empty, which would count as somebody's lock for ever
    await writeFile(file, JSON.stringify(lock), { flag: "wx" });
    const others = (await readLocks(folder)).filter((other) => other.file !== file);
    if (others.length > 0) return false;
    await work();
    return true;
  } finally {
    await rm(file, { force: true });
  }
}
