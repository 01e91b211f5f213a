import { lstat, readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { SetRecord } from "../../images/tree/record.ts";
import { setTexts } from "../../images/tree/texts/set-texts.ts";
import { hasCode, ifPresent } from "../files/fault.ts";
import { pathsOf, wrongModes, type WrongMode } from "../files/modes.ts";
import { isSetFile } from "./set-files.ts";

/** Compares the small files of a set (checksums, page) and all modes with its record. One message for people per finding; does not read images. */
export async function findingsInSet(
  directory: string,
  record: SetRecord,
  dailiesGoAfter: number,
): Promise<readonly string[]> {
  const texts = await Promise.all(
    setTexts(record, dailiesGoAfter).map(([name, text]) => textFinding(join(directory, name), text)),
  );
  const modes = await wrongModesInSet(directory, record);
  return [...texts.flatMap((text) => text ?? []), ...modes.map(({ finding }) => finding)];
}

export async function wrongModesInSet(directory: string, { images }: SetRecord): Promise<WrongMode[]> {
  return wrongModes(await pathsOf(directory, isOursIn(images)));
}

/** Files in a set's directory that belong neither to the set nor to its images. They are never touched. */
export async function foreignInSet(directory: string, { images }: SetRecord): Promise<string[]> {
  const names = (await ifPresent(readdir(directory))) ?? [];
  return names.filter((name) => !isOursIn(images)(name)).toSorted();
}

const isOursIn =
  (images: SetRecord["images"]) =>
  (name: string): boolean =>
    isSetFile(name) || images.some((image) => name.startsWith(`${image.name}.`));

/** Why a file does not have exactly this text, or is there without one; undefined if it is right. */
export async function textFinding(path: string, text: string | undefined): Promise<string | undefined> {
  const name = basename(path);
  const status = await ifPresent(lstat(path));
  if (text === undefined) return status === undefined ? undefined : `${name} must not be there`;
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
