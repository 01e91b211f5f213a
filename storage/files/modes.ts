import { chmod, lstat, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { hasCode, ifPresent } from "./fault.ts";
import { publicMode } from "./folders.ts";

const fileMode = 0o644;
const permissions = 0o777;

/** A path in the tree that not everybody can read, or that others can write. */
export interface WrongMode {
  path: string;
  right: number;
  /** For people: "SHA512SUMS has mode 600 instead of 644". */
  finding: string;
}

/** Compares the modes of folders and files with the modes of public files. Skips links and missing paths. */
export async function wrongModes(paths: readonly string[]): Promise<WrongMode[]> {
  const found = await Promise.all(paths.map((path) => wrongMode(path)));
  return found.flatMap((each) => each ?? []);
}

async function wrongMode(path: string): Promise<WrongMode | undefined> {
  const status = await ifPresent(lstat(path));
  if (status === undefined || !(status.isFile() || status.isDirectory())) return undefined;
  const right = status.isDirectory() ? publicMode : fileMode;
  const mode = status.mode & permissions;
  const finding = `${basename(path)} has mode ${mode.toString(8)} instead of ${right.toString(8)}`;
  return mode === right ? undefined : { path, right, finding };
}

export async function correctModes(wrong: readonly WrongMode[]): Promise<void> {
  for (const { path, right } of wrong) await chmod(path, right);
}

/** A folder, its entries that `isOurs` accepts, and everything in these. Of an unreadable folder only the folder itself. */
export async function pathsOf(folder: string, isOurs: (name: string) => boolean): Promise<string[]> {
  const entries = (await readable(folder)).filter(({ name }) => isOurs(name));
  const inside = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => pathsOf(join(folder, name), () => true));
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => join(folder, name));
  return [folder, ...files, ...(await Promise.all(inside)).flat()];
}

async function readable(folder: string) {
  try {
    return (await ifPresent(readdir(folder, { withFileTypes: true }))) ?? [];
  } catch (error) {
    if (hasCode(error, "EACCES")) return [];
    throw error;
  }
}
