import { existsSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../../images/model/errors.ts";
import { mountOf, mountPoints } from "./mounts.ts";

/** Turns a refusal of the machine into an error that a person can act on. */
const faults: Record<string, { expected: string; remedy: string }> = {
  ENOSPC: {
    expected: "room on its file system",
    remedy: "free some space there and run again; nothing half made is kept",
  },
  EDQUOT: { expected: "room in the quota", remedy: "raise the quota or free some space, and run again" },
  EROFS: { expected: "a file system that can be written", remedy: "mount it writable and run again" },
  EACCES: { expected: "permission to use it", remedy: "run as the user who owns the tree, or correct its modes" },
  EPERM: { expected: "permission to change it", remedy: "run as the user who owns the tree, or correct its modes" },
  EIO: { expected: "a disk that can be read and written", remedy: "look into the kernel's log for the disk's errors" },
  EISDIR: { expected: "a file, not a folder", remedy: "move the folder away and run again" },
  ENOTDIR: {
    expected: "folders on the way to it",
    remedy: "move away the file that is in a folder's place, and run again",
  },
  EXDEV: {
    expected: "one file system, and one mount of it, for the tree and for staging",
    remedy: "set mirror.staging to a folder on the tree's file system, below the same mount",
  },
  EMFILE: { expected: "a file handle", remedy: "raise the limit of open files (ulimit -n) and run again" },
};

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

export const hasCode = (error: unknown, ...codes: string[]): boolean => codes.includes(codeOf(error) ?? "");

/** A refusal of the machine's as a UserError that names the file; any other error as it is. */
export function explainFault(error: unknown, where: string): unknown {
  const code = codeOf(error) ?? "";
  const fault = faults[code];
  if (fault === undefined) return error;
  const path = pathOf(error) ?? where;
  const mount = code === "ENOSPC" ? mountAround(path) : undefined;
  const expected = mount === undefined ? fault.expected : `${fault.expected}, which is mounted at ${mount}`;
  return new UserError({ where: path, value: code, ...fault, expected });
}

/** The path that is written to lacks the room, not the one that is read: the second of two paths of a call. */
const writes = ["ENOSPC", "EDQUOT", "EROFS", "EXDEV", "EISDIR"];

function pathOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const isWritten = hasCode(error, ...writes) && "dest" in error && typeof error.dest === "string";
  if (isWritten) return String(error.dest);
  return "path" in error && typeof error.path === "string" ? error.path : undefined;
}

function mountAround(path: string): string | undefined {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder))
    if (existsSync(folder)) return mountOf(realpathSync(folder), mountPoints());
  return undefined;
}

/** Runs the work and explains what the machine refuses in it. `where` names the file when the machine does not. */
export async function explained<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainFault(error, where);
  }
}

/** The value; undefined if the path does not exist, or its links form a loop. */
export async function ifLeading<T>(value: Promise<T>): Promise<T | undefined> {
  try {
    return await ifPresent(value);
  } catch (error) {
    if (hasCode(error, "ELOOP")) return undefined;
    throw error;
  }
}

/** The value, or undefined where the path does not exist. */
export async function ifPresent<T>(value: Promise<T>): Promise<T | undefined> {
  try {
    return await value;
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
