import { chmod, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../../images/model/errors.ts";
import { setName, type Image } from "../../../images/model/image.ts";
import { staging, tree } from "../../../images/tree/layout.ts";
import { recordsApi, type ImageRecord, type SetRecord, type StagedRecord } from "../../../images/tree/record.ts";
import type { VersionInputs } from "../../../images/tree/resources.ts";
import { syncDirectory } from "../../../storage/files/atomic.ts";
import { hasCode } from "../../../storage/files/fault.ts";
import { makeFolder } from "../../../storage/files/folders.ts";
import { correctModes } from "../../../storage/files/modes.ts";
import { wrongModesInSet } from "../../../storage/tree/small-files.ts";
import { bringBack, setAside } from "../../../storage/tree/aside.ts";
import { listChannel } from "../../../storage/tree/listing.ts";
import { inStaging, inTree, type Places } from "../../../storage/tree/places.ts";
import {
  readRemoved,
  readSet,
  readStagedSet,
  removeStaged,
  setText,
  writeRemoved,
} from "../../../storage/tree/records.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { moveAll } from "../image-files/move-files.ts";
import { presign } from "../presign.ts";
import { describeSet, isServed } from "./directory.ts";
import { setOf, setRecordOf, type SetIdentity } from "./members.ts";
import { keepInQuarantine, leaveQuarantine } from "./quarantine.ts";

/**
 * Brings a set's directory to what the inputs say: published by one rename when it is not there, joined and described anew
 * when it is. Gives the text of its record. To be run by one writer for each set.
 */
export async function publishSet(publication: Publication, news: VersionInputs): Promise<string> {
  const { places } = publication;
  const set = setOf(news);
  const shown = await readSet(places, set);
  const staged = await readStagedSet(places, set);
  const record = setRecordOf(news, { shown, staged });
  if (record.images.length === 0) throw noImages(set);
  if (shown === undefined || isServed(record) || !(await keepInQuarantine(places, record)))
    await describe(publication, { record, shown, staged });
  const ours = new Set(record.images.map(({ name }) => name));
  await removeStaged(
    places,
    set,
    staged.map(({ image }) => image.name).filter((name) => ours.has(name)),
  );
  return setText(record);
}

interface Described {
  record: SetRecord;
  shown: SetRecord | undefined;
  staged: readonly StagedRecord[];
}

async function describe(publication: Publication, { record, shown, staged }: Described): Promise<void> {
  const { places, dailiesGoAfter } = publication;
  const set = setOf(record);
  if (shown === undefined) {
    await prepareSet(places, { record, staged });
    await describeSet(inStaging(places, staging.files(set)), record, dailiesGoAfter);
    await presign(publication, inStaging(places, staging.files(set)));
    await beginMemory(places, set);
    await showSet(places, set);
  } else {
    await joinImages(places, { record, shown });
    await describeSet(inTree(places, tree.set(set)), record, dailiesGoAfter);
    await leaveQuarantine(places, record);
  }
  await correctModes(await wrongModesInSet(inTree(places, tree.set(set)), record));
}

/** Moves late images beside those that are shown; checksums and record are written after. */
async function joinImages(places: Places, { record, shown }: { record: SetRecord; shown: SetRecord }): Promise<void> {
  await bringBack(places, setOf(record));
  await makeFolder(places, inTree(places, tree.set(setOf(record))));
  const known = new Set(shown.images.map(({ name }) => name));
  for (const { name, vendor, arch } of record.images) {
    const image: Image = { ...setOf(record), vendor, arch };
    if (!known.has(name))
      await moveAll(places, image, {
        from: inStaging(places, staging.files(image)),
        to: inTree(places, tree.set(image)),
      });
  }
}

/** Keeps only published files in the set's directory in staging: moves waiting images aside, removes unknown files. */
async function prepareSet(
  places: Places,
  { record, staged }: { record: SetRecord; staged: readonly StagedRecord[] },
): Promise<void> {
  const files = inStaging(places, staging.files(setOf(record)));
  await makeFolder(places, files);
  const remembered = staged.map(({ image }) => image);
  for (const entry of await readdir(files)) {
    const path = join(files, entry);
    if (belongsTo(entry, record.images)) continue;
    if (belongsTo(entry, remembered)) await setAside(places, setOf(record), entry);
    else await rm(path, { recursive: true, force: true });
  }
  await chmod(files, 0o755);
}

/** A channel has a removed.json from its first set on; a missing one was lost. */
async function beginMemory(places: Places, { suite, channel }: SetIdentity): Promise<void> {
  if ((await readRemoved(places, { suite, channel })) !== undefined) return;
  if ((await listChannel(places, { suite, channel })).published.length > 0) return;
  await writeRemoved(places, { apiVersion: recordsApi, suite, channel, kind: "Removed", tombstones: [] });
}

const belongsTo = (entry: string, images: readonly ImageRecord[]): boolean =>
  images.some(({ name }) => entry.startsWith(`${name}.`));

/** Readers find the whole set at once. */
async function showSet(places: Places, set: SetIdentity): Promise<void> {
  const files = inStaging(places, staging.files(set));
  const directory = inTree(places, tree.set(set));
  await makeFolder(places, dirname(directory));
  try {
    await rename(files, directory);
  } catch (error) {
    throw hasCode(error, "ENOTEMPTY", "EEXIST", "ENOTDIR") ? foreignDirectory(directory) : error;
  }
  await syncDirectory(dirname(directory));
  await bringBack(places, set);
}

type Publication = Pick<Operation, "places" | "dailiesGoAfter" | "signing">;

const noImages = (set: SetIdentity): UserError =>
  new UserError({
    where: setName(set),
    value: "no image that passed",
    expected: "at least one, since an empty directory is worth nothing to its readers",
    remedy: "run again: the plan knows by then what failed (npm run explain)",
  });

const foreignDirectory = (directory: string): UserError =>
  new UserError({
    where: directory,
    value: "",
    expected: "no directory, or one with our set.json",
    remedy: "it was published by something else: run npm run adopt, or move it away",
  });
