import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { SetRecord } from "../images/record.ts";
import { checksumsOf, setPage } from "../images/set-texts.ts";
import { hasCode, ifPresent } from "./fault.ts";
import { pathsOf, wrongModes, type WrongMode } from "./modes.ts";
import { isSetFile, setFiles } from "./set-files.ts";

/**
 * Compares what stands beside the images of a set with what its record says: checksums, page and modes. For people, an entry
 * a finding; nothing of an image's bytes is read.
 */
export async function findingsInSet(
  directory: string,
  record: SetRecord,
  dailiesGoAfter: number,
): Promise<readonly string[]> {
  const texts = await Promise.all([
    textFinding(join(directory, setFiles.checksums), checksumsOf(record)),
    textFinding(join(directory, setFiles.page), setPage(record, dailiesGoAfter)),
  ]);
  const modes = await wrongModesInSet(directory, record);
  return [...texts.flatMap((text) => text ?? []), ...modes.map(({ finding }) => finding)];
}

export async function wrongModesInSet(directory: string, { images }: SetRecord): Promise<WrongMode[]> {
  return wrongModes(await pathsOf(directory, isOursIn(images)));
}

/** What lies in a set's directory and belongs neither to it nor to one of its images; never touched. */
export async function foreignInSet(directory: string, { images }: SetRecord): Promise<string[]> {
  const names = (await ifPresent(readdir(directory))) ?? [];
  return names.filter((name) => !isOursIn(images)(name)).toSorted();
}

const isOursIn =
  (images: SetRecord["images"]) =>
  (name: string): boolean =>
    isSetFile(name) || images.some((image) => name.startsWith(`${image.name}.`));

/** Why a file is not one of exactly this text; undefined where it is. */
export async function textFinding(path: string, text: string): Promise<string | undefined> {
  const name = basename(path);
  const status = await ifPresent(lstat(path));
  if (status === undefined) return `${name} is missing`;
  if (!status.isFile()) return `${name} is not a regular file`;
  if (status.size !== Buffer.byteLength(text)) return `${name} has other content than the records say`;
  try {
    return (await readFile(path, "utf8")) === text ? undefined : `${name} has other content than the records say`;
  } catch (error) {
    if (hasCode(error, "EACCES")) return `${name} cannot be read`;
    throw error;
  }
}
