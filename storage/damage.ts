import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { FileRecord } from "../images/record.ts";
import { versionDay, type Version } from "../images/version.ts";
import { ifPresent } from "./fault.ts";
import { sha512OfFile } from "./hash.ts";

/** A recorded file that is not what the record says. */
export interface FileDamage {
  file: FileRecord;
  /** For people: "…qcow2 is missing". */
  finding: string;
}

/** The time that all data files of a version bear: 00:00 UTC of its day. A file with another time was touched. */
export const fileTime = (version: Version): Date => new Date(versionDay(version) * 86_400_000);

/** Compares recorded files with a directory. Content is only read of files whose size is right and whose time is not. */
export async function damageOf(
  files: readonly FileRecord[],
  directory: string,
  version: Version,
): Promise<FileDamage[]> {
  const checked = await Promise.all(
    files.map(async (file) => ({
      file,
      finding: await findingOf(file, join(directory, file.name), fileTime(version)),
    })),
  );
  return checked.flatMap(({ file, finding }) => (finding === undefined ? [] : [{ file, finding }]));
}

async function findingOf(file: FileRecord, path: string, time: Date): Promise<string | undefined> {
  const found = await ifPresent(lstat(path));
  if (found === undefined) return `${file.name} is missing`;
  if (!found.isFile()) return `${file.name} is not a regular file`;
  if (found.size !== file.size) return `${file.name} has ${found.size} bytes instead of ${file.size}`;
  if (found.mtimeMs === time.getTime()) return undefined;
  return (await sha512OfFile(path)) === file.sha512 ? undefined : `${file.name} has other content than was recorded`;
}
