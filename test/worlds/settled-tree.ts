import { mkdir, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { formatChecksums } from "../../images/tree/texts/checksums.ts";
import { setDirectory } from "../../images/model/image.ts";
import { recordsApi, type SetRecord } from "../../images/tree/record.ts";
import { fileTime } from "../../storage/tree/damage.ts";
import { inTree, type Places } from "../../storage/tree/places.ts";
import { writeRemoved, writeSet } from "../../storage/tree/records.ts";
import { setFiles } from "../../images/tree/files.ts";
import { settledContent, type SettledWorld } from "./settled.ts";

/** Writes a settled world as a tree: its records, and the tiny files that they describe. */
export async function writeSettledTree({ facts, policy }: SettledWorld, places: Places): Promise<void> {
  const { suite, channel } = policy;
  await writeRemoved(places, { apiVersion: recordsApi, suite, channel, kind: "Removed", tombstones: [] });
  for (const { version, expect, images } of facts.sets) {
    const record: SetRecord = {
      apiVersion: recordsApi,
      suite,
      channel,
      kind: "ImageSet",
      version,
      expect: { required: [...expect.required], bestEffort: [...expect.bestEffort] },
      images: [...images],
    };
    await writeSetFiles(record, inTree(places, setDirectory(record)));
    await writeSet(places, record);
  }
}

async function writeSetFiles({ version, images }: SetRecord, directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const files = images.flatMap((image) => image.files);
  const time = fileTime(version);
  for (const { name } of files) {
    const file = path.join(directory, name);
    await writeFile(file, settledContent(name));
    await utimes(file, time, time);
  }
  await writeFile(path.join(directory, setFiles.checksums), formatChecksums(files));
}
