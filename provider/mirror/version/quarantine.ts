import { readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { staging, tree } from "../../../images/tree/layout.ts";
import type { SetRecord } from "../../../images/tree/record.ts";
import { replaceFile, syncDirectory } from "../../../storage/files/atomic.ts";
import { removeEmptyUpTo } from "../../../storage/files/directories.ts";
import { hasCode, ifPresent } from "../../../storage/files/fault.ts";
import { makeFolder } from "../../../storage/files/folders.ts";
import { inStaging, inTree, type Places } from "../../../storage/tree/places.ts";
import { setText, writeSet } from "../../../storage/tree/records.ts";
import { isSetFile } from "../../../storage/tree/set-files.ts";
import { setFiles } from "../../../images/tree/files.ts";

/*
 * A set without public images in the tree. Readers that take every listed directory, or the newest, fail at one without an
 * image. So the set's directory leaves the tree, and its record is kept in quarantine until its last image is deleted.
 */

/**
 * Moves a set's directory out of the tree with all its files, by one rename. Returns false and does nothing if the directory
 * has files that are not the set's, or if quarantine already has something of the set.
 */
export async function leaveTree(places: Places, record: SetRecord): Promise<boolean> {
  const directory = inTree(places, tree.set(record));
  const names = await ifPresent(readdir(directory));
  if (names === undefined) return true;
  if (!names.every((name) => isSetFile(name) || isOfSet(name, record))) return false;
  const quarantine = inStaging(places, staging.quarantine(record));
  if (((await ifPresent(readdir(quarantine))) ?? []).length > 0) return false;
  await writeSet(places, record);
  await makeFolder(places, quarantine);
  await rename(directory, quarantine);
  await syncDirectory(dirname(directory));
  return true;
}

const isOfSet = (name: string, { images }: SetRecord): boolean =>
  images.some((image) => name.startsWith(`${image.name}.`));

/**
 * Keeps the record in quarantine, and removes the rest of the set's directory from the tree. Returns false and does nothing if
 * the directory has files that are not the set's.
 */
export async function keepInQuarantine(places: Places, record: SetRecord): Promise<boolean> {
  const directory = inTree(places, tree.set(record));
  const names = await ifPresent(readdir(directory));
  if (names?.every(isSetFile) === false) return false;
  const quarantine = inStaging(places, staging.quarantine(record));
  await makeFolder(places, quarantine);
  await replaceFile(join(quarantine, setFiles.record), setText(record));
  for (const name of Object.values(setFiles))
    if (name !== setFiles.record) await rm(join(quarantine, name), { force: true });
  if (names !== undefined) await removeDirectory(places, record);
  return true;
}

/** By one rename, so that no reader finds a partial directory. */
async function removeDirectory(places: Places, set: SetRecord): Promise<void> {
  const directory = inTree(places, tree.set(set));
  const leaving = inStaging(places, staging.leaving(set));
  await rm(leaving, { recursive: true, force: true });
  await makeFolder(places, dirname(leaving));
  await rename(directory, leaving);
  await syncDirectory(dirname(directory));
  await rm(leaving, { recursive: true, force: true });
  await removeEmptyUpTo(places.staging, dirname(leaving));
}

/** For a set that is shown again: its record is in its directory. */
export async function leaveQuarantine(places: Places, record: SetRecord): Promise<void> {
  await rm(inStaging(places, staging.quarantinedRecord(record)), { force: true });
  await removeEmptyUpTo(places.staging, inStaging(places, staging.quarantine(record)));
}

/** Removes the record for good: moves it to where the files of the set's last images are deleted. */
export async function discard(places: Places, record: SetRecord): Promise<void> {
  const leaving = inStaging(places, staging.leaving(record));
  await makeFolder(places, leaving);
  try {
    await rename(inStaging(places, staging.quarantinedRecord(record)), join(leaving, setFiles.record));
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}
