import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { z } from "zod";
import type { Image } from "../images/image.ts";
import { staging, tree } from "../images/layout.ts";
import {
  indexSchema,
  removedSchema,
  setSchema,
  stagedSchema,
  writeRecord,
  type IndexRecord,
  type RemovedRecord,
  type SetRecord,
  type StagedRecord,
} from "../images/record.ts";
import { parseJson } from "../images/schema-problems.ts";
import { isTemporary, replaceFile, syncDirectory } from "./atomic.ts";
import { removeEmptyUpTo } from "./directories.ts";
import { ifPresent } from "./fault.ts";
import { makeFolder } from "./folders.ts";
import { inStaging, inTree, type Places } from "./places.ts";

/** What the tree remembers, read and written. A record that is not there is undefined; a broken one is a UserError. */

export type SetIdentity = Pick<Image, "suite" | "channel" | "version">;
export type ChannelIdentity = Pick<Image, "suite" | "channel">;

const remedy = "restore the file from a backup or from the channel's index.json; it is never repaired by guessing";

async function readRecord<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
): Promise<z.output<Schema> | undefined> {
  const text = await ifPresent(readFile(path, "utf8"));
  return text === undefined ? undefined : parseJson(schema, text, { where: path, remedy });
}

/** Of a set of which the tree shows nothing any more the record is in quarantine, and in both places after a kill. */
export const readSet = async (places: Places, set: SetIdentity): Promise<SetRecord | undefined> =>
  (await readRecord(setSchema, inTree(places, tree.setRecord(set)))) ??
  (await readRecord(setSchema, inStaging(places, staging.quarantinedRecord(set))));

export const readRemoved = (places: Places, channel: ChannelIdentity): Promise<RemovedRecord | undefined> =>
  readRecord(removedSchema, inTree(places, tree.removed(channel)));

export const readIndex = (places: Places, channel: ChannelIdentity): Promise<IndexRecord | undefined> =>
  readRecord(indexSchema, inTree(places, tree.index(channel)));

/** Reads a `set.json` wherever it lies: of a daily in another tree, or in a directory that is about to be published. */
export const readSetIn = (directory: string): Promise<SetRecord | undefined> =>
  readRecord(setSchema, join(directory, "set.json"));

const stagedPath = (places: Places, set: SetIdentity, name: string): string =>
  inStaging(places, `${staging.records(set)}/${name}.json`);

export const readStaged = (places: Places, set: SetIdentity, name: string): Promise<StagedRecord | undefined> =>
  readRecord(stagedSchema, stagedPath(places, set, name));

/** The staged records of a set, in the order of their images' names. */
export async function readStagedSet(places: Places, set: SetIdentity): Promise<StagedRecord[]> {
  const directory = inStaging(places, staging.records(set));
  const names = ((await ifPresent(readdir(directory))) ?? []).filter((name) => !isTemporary(name)).toSorted();
  const records = await Promise.all(names.map((name) => readRecord(stagedSchema, join(directory, name))));
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

export async function writeRemoved(places: Places, record: RemovedRecord): Promise<void> {
  const path = inTree(places, tree.removed(record));
  await makeFolder(places, dirname(path));
  await replaceFile(path, writeRecord(removedSchema, record));
}

export const indexText = (record: IndexRecord): string => writeRecord(indexSchema, record);
