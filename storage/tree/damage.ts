import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { FileRecord } from "../../images/tree/record.ts";
import { versionDay, versionSerial, type Version } from "../../images/model/version.ts";
import { ifPresent } from "../files/fault.ts";
import { sha512OfFile } from "../files/hash.ts";
import type { IsSuspect } from "./readings.ts";

/** A recorded file that is not what the record says. */
export interface FileDamage {
  file: FileRecord;
  /** For people: "…qcow2 is missing". */
  finding: string;
}

const daySeconds = 86_400;

/**
 * The modification time of all data files of a version: 00:00 UTC of its day plus its counter in seconds, so that two sets of a
 * day never give a cache the same ETag. A file with another time was touched.
 */
export const fileTime = (version: Version): Date =>
  new Date((versionDay(version) * daySeconds + (versionSerial(version) % daySeconds)) * 1000);

/** Older sets have 00:00 UTC of their day, without the counter. */
const timesOf = (version: Version): readonly number[] => [
  fileTime(version).getTime(),
  versionDay(version) * daySeconds * 1000,
];

/**
 * Compares recorded files with a directory. Reads the content only of files with the right size and the wrong time, and of
 * files that the audit suspects.
 */
export async function damageOf(
  files: readonly FileRecord[],
  directory: string,
  version: Version,
  isSuspect: IsSuspect = () => false,
): Promise<FileDamage[]> {
  const times = timesOf(version);
  const checked = await Promise.all(
    files.map(async (file) => ({
      file,
      finding: await findingOf(file, join(directory, file.name), { times, isSuspect }),
    })),
  );
  return checked.flatMap(({ file, finding }) => (finding === undefined ? [] : [{ file, finding }]));
}

interface Expected {
  times: readonly number[];
  isSuspect: IsSuspect;
}

async function findingOf(file: FileRecord, path: string, { times, isSuspect }: Expected): Promise<string | undefined> {
  const found = await ifPresent(lstat(path));
  if (found === undefined) return `${file.name} is missing`;
  if (!found.isFile()) return `${file.name} is not a regular file`;
  if (found.size !== file.size) return `${file.name} has ${found.size} bytes instead of ${file.size}`;
  if (times.includes(found.mtimeMs) && !isSuspect(path)) return undefined;
  return (await sha512OfFile(path)) === file.sha512 ? undefined : `${file.name} has other content than was recorded`;
}
