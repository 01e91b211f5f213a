import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ifPresent } from "./fault.ts";

/** Files and links that are replaced whole: a reader, and a run after a kill, find the old content or the new, never a part. */

const temporaryPattern = /^\.[^/]*\.[0-9a-f-]{36}\.new$/;

/** Whether an entry is what a killed writer left behind. */
export const isTemporary = (name: string): boolean => temporaryPattern.test(name);

/** A name for a file that will replace another: on the same file system, and recognised by `isTemporary`. */
export const temporaryBeside = (path: string): string => join(dirname(path), `.${basename(path)}.${randomUUID()}.new`);

/** Replaces a file. It is on the disk, and its name too, when this returns. */
export async function replaceFile(path: string, content: string | Buffer, { mode = 0o644 } = {}): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    // where even that is refused, the first error says why
    await rm(temporary, { force: true }).catch(() => undefined);
    throw named(error, temporary, path);
  }
  await syncDirectory(dirname(path));
}

/** The error, which names the file itself: nobody knows the temporary one. */
function named(error: unknown, temporary: string, path: string): unknown {
  if (!(error instanceof Error)) return error;
  error.message = error.message.replaceAll(temporary, path);
  return "path" in error && error.path === temporary ? Object.assign(error, { path }) : error;
}

/**
 * Replaces a file with a detached signature beside it. The signature of another text goes first: none is better than a wrong one.
 *
 * @param signature that of the new content, where there is one already
 */
export async function replaceSigned(path: string, content: string, signature?: string): Promise<void> {
  // what cannot be read is replaced as well, or refused by name
  const before = await readFile(path, "utf8").catch(() => undefined);
  if (before !== content) await rm(signatureOf(path), { force: true });
  await replaceFile(path, content);
  if (signature !== undefined) await replaceFile(signatureOf(path), signature);
}

export const signatureOf = (path: string): string => `${path}.sign`;

/** Replaces a file, or removes it where it is to have no text. */
export async function replaceOrRemove(path: string, content: string | undefined): Promise<void> {
  if (content === undefined) await rm(path, { force: true });
  else await replaceFile(path, content);
}

/** Points a symbolic link at a target, by one rename. */
export async function replaceLink(path: string, target: string): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await symlink(target, temporary);
    await rename(temporary, path);
  } catch (error) {
    // where even that is refused, the first error says why
    await rm(temporary, { force: true }).catch(() => undefined);
    throw named(error, temporary, path);
  }
  await syncDirectory(dirname(path));
}

/** Makes the directory's entries durable: a rename is lost with the power as long as they are not. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Moves a file or directory to another directory of the same file system, which is made where it is missing. */
export async function moveInto(path: string, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await rename(path, join(directory, basename(path)));
}

/** Removes what killed writers left in a directory where nobody writes now. */
export const sweepTemporaries = async (directory: string): Promise<void> =>
  removeAll(directory, await entriesOf(directory, isTemporary));

/** Milliseconds: what a living writer has for a moment is gone by then. */
const moment = 250;

/** Removes what killed writers of this file left, while others may be writing it: it looks twice, and takes what stays. */
export async function sweepTemporariesOf(path: string): Promise<void> {
  const directory = dirname(path);
  const isOfFile = (name: string): boolean => isTemporary(name) && name.startsWith(`.${basename(path)}.`);
  const found = await entriesOf(directory, isOfFile);
  if (found.length === 0) return;
  await sleep(moment);
  await removeAll(directory, await entriesOf(directory, (name) => found.includes(name)));
}

const entriesOf = async (directory: string, isWanted: (name: string) => boolean): Promise<string[]> =>
  ((await ifPresent(readdir(directory))) ?? []).filter(isWanted);

async function removeAll(directory: string, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(join(directory, name), { recursive: true, force: true });
}
