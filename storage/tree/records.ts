import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Image } from "../../images/model/image.ts";
import { staging, tree } from "../../images/tree/layout.ts";
import { isIgnored } from "../../images/builds/ignored-files.ts";
import { misplacedChannel, misplacedIndex, misplacedSet, misplacedStaged } from "../../images/tree/record-place.ts";
import {
  indexSchema,
  recordsApi,
  removedSchema,
  setSchema,
  stagedSchema,
  writeRecord,
  type IndexRecord,
  type RemovedRecord,
  type SetRecord,
  type StagedRecord,
  type Tombstone,
} from "../../images/tree/record.ts";
import { replaceFile, syncDirectory } from "../files/atomic.ts";
import { removeEmptyUpTo } from "../files/directories.ts";
import { ifPresent } from "../files/fault.ts";
import { makeFolder } from "../files/folders.ts";
import { inStaging, inTree, type Places } from "./places.ts";
import { findRecord, readRecord, readText, type FoundRecord } from "./record-file.ts";
import { setInIndex, wholeIndex } from "./second-copy.ts";

/** Reads and writes the tree's records. A missing record is undefined. A damaged or misplaced one is a UserError if nothing else repeats it. */

export type SetIdentity = Pick<Image, "suite" | "channel" | "version">;
export type ChannelIdentity = Pick<Image, "suite" | "channel">;

/** A set's own record; if that is lost or damaged, the index's copy of it. */
export async function readSet(places: Places, set: SetIdentity): Promise<SetRecord | undefined> {
  const found = await findSet(places, set);
  if (found !== undefined && "record" in found) return found.record;
  const copy = await setInIndex(places, set);
  if (copy === undefined && found !== undefined) throw found.damage;
  return copy;
}

/** Only the set's own record. For a set without public images it is in quarantine; after a kill it can be in both places. */
export async function findSet(places: Places, set: SetIdentity): Promise<FoundRecord<SetRecord>> {
  const paths = [inTree(places, tree.setRecord(set)), inStaging(places, staging.quarantinedRecord(set))];
  for (const path of paths) {
    const found = await findRecord(setSchema, path, (record) => misplacedSet(path, record, set));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The channel's tombstones: those of removed.json, and those that only the index repeats. Undefined without either. Throws for
 * a damaged removed.json, unless a whole index replaces it.
 */
export async function readRemoved(places: Places, channel: ChannelIdentity): Promise<RemovedRecord | undefined> {
  const path = inTree(places, tree.removed(channel));
  const found = await findRecord(removedSchema, path, (record) => misplacedChannel(path, record, channel));
  if (found !== undefined && "record" in found && (await endsWithTombstones(places, found.record))) return found.record;
  const repeated = await wholeIndex(places, channel);
  if (found !== undefined && "damage" in found && repeated === undefined) throw found.damage;
  if (found === undefined && repeated === undefined) return undefined;
  const own = found !== undefined && "record" in found ? found.record.tombstones : [];
  const { suite, channel: name } = channel;
  return { apiVersion: recordsApi, suite, channel: name, kind: "Removed", tombstones: joined(own, repeated?.removed) };
}

/** Both files have the same format, so that comparing texts avoids parsing an index of megabytes. */
async function endsWithTombstones(places: Places, record: RemovedRecord): Promise<boolean> {
  const text = writeRecord(removedSchema, record);
  const tombstones = text.slice(text.indexOf('\n  "tombstones": ') + '\n  "tombstones": '.length);
  const index = await readText(inTree(places, tree.index(record))).catch(() => undefined);
  return index?.endsWith(`\n  "removed": ${tombstones}`) === true;
}

function joined(own: readonly Tombstone[], repeated: readonly Tombstone[] = []): Tombstone[] {
  const keyOf = ({ image, target }: Tombstone): string => `${image} ${target}`;
  const known = new Set(own.map(keyOf));
  return [...own, ...repeated.filter((stone) => !known.has(keyOf(stone)))];
}

export const readIndex = (places: Places, channel: ChannelIdentity): Promise<IndexRecord | undefined> => {
  const path = inTree(places, tree.index(channel));
  return readRecord(indexSchema, path, (record) => misplacedIndex(path, record, channel));
};

/** Reads a `set.json` wherever it lies: of a daily in another tree, or in a directory that is about to be published. */
export const readSetIn = (directory: string): Promise<SetRecord | undefined> =>
  readRecord(setSchema, join(directory, "set.json"), () => []);

const stagedPath = (places: Places, set: SetIdentity, name: string): string =>
  inStaging(places, `${staging.records(set)}/${name}.json`);

export const readStaged = (places: Places, set: SetIdentity, name: string): Promise<StagedRecord | undefined> => {
  const path = stagedPath(places, set, name);
  return readRecord(stagedSchema, path, (record) => misplacedStaged(path, record, set, name));
};

/** Whether an image that is made and not shown has a record, be it damaged. */
export const hasStaged = (places: Places, set: SetIdentity, name: string): boolean =>
  existsSync(stagedPath(places, set, name));

/** The staged records of a set, in the order of their images' names. */
export async function readStagedSet(places: Places, set: SetIdentity): Promise<StagedRecord[]> {
  const directory = inStaging(places, staging.records(set));
  const names = ((await ifPresent(readdir(directory))) ?? []).filter((name) => !isIgnored(name)).toSorted();
  const records = await Promise.all(names.map((name) => readStaged(places, set, name.replace(/\.json$/, ""))));
  return records.filter((record) => record !== undefined);
}

export const setText = (record: SetRecord): string => writeRecord(setSchema, record);

export const writeSet = (places: Places, record: SetRecord): Promise<void> =>
  replaceFile(inTree(places, tree.setRecord(record)), setText(record));

/** The commit point of an image's making: from here on the tree remembers it. */
export async function writeStaged(places: Places, record: StagedRecord): Promise<void> {
  const path = stagedPath(places, record, record.image.name);
  await makeFolder(places, dirname(path));
  await replaceFile(path, writeRecord(stagedSchema, record));
}

export async function removeStaged(places: Places, set: SetIdentity, names: readonly string[]): Promise<void> {
  for (const name of names) await rm(stagedPath(places, set, name), { force: true });
  const directory = inStaging(places, staging.records(set));
  await ifPresent(syncDirectory(directory));
  await removeEmptyUpTo(places.staging, directory);
}

/** Whether removed.json has this text already; false if it is missing, damaged, or lacks tombstones that only the index repeats. */
export async function isWritten(places: Places, record: RemovedRecord): Promise<boolean> {
  const text = await readText(inTree(places, tree.removed(record)));
  return text === writeRecord(removedSchema, record);
}

export async function writeRemoved(places: Places, record: RemovedRecord): Promise<void> {
  const path = inTree(places, tree.removed(record));
  await makeFolder(places, dirname(path));
  await replaceFile(path, writeRecord(removedSchema, record));
}

export const indexText = (record: IndexRecord): string => writeRecord(indexSchema, record);
