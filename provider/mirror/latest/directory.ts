import { chmod, lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Checksum } from "../../../images/tree/texts/checksums.ts";
import { sumsTexts } from "../../../images/tree/texts/set-texts.ts";
import { staging } from "../../../images/tree/layout.ts";
import { replaceFile, syncDirectory } from "../../../storage/files/atomic.ts";
import { hasCode, ifLeading, ifPresent } from "../../../storage/files/fault.ts";
import { inStaging, type Places } from "../../../storage/tree/places.ts";
import { setFiles } from "../../../images/tree/files.ts";

/** A directory of links, as its entries: link text, or file content, by name. */
export type Content = Record<string, string>;

export function contentOf(links: readonly (Checksum & { target: string })[], page: string): Content {
  const names = links.map(({ name, target }): [string, string] => [name, target]);
  const sums = Object.entries(sumsTexts(links)).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries([...names, ...sums]), [setFiles.page]: page };
}

/** Undefined where the directory is not there. */
export async function readContent(directory: string): Promise<Content | undefined> {
  const names = await ifLeading(readdir(directory));
  if (names === undefined) return undefined;
  // signed after it is switched
  const unsigned = names.filter((name) => name !== setFiles.signature);
  const entries = unsigned.map(async (name): Promise<[string, string]> => [
    name,
    await readEntry(join(directory, name)),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function readEntry(path: string): Promise<string> {
  try {
    return await readlink(path);
  } catch (error) {
    if (!hasCode(error, "EINVAL")) throw error;
    return (await lstat(path)).isFile() ? readFile(path, "utf8") : "not a file";
  }
}

export const isSame = (a: Content | undefined, b: Content): boolean => isDeepStrictEqual(a, b);

const pattern = /^latest-.+\.(\d+)$/;

/** The names of the directories that `latest` leads or led to, in a channel's directory. */
export const latestDirectories = async (channel: string): Promise<string[]> =>
  ((await ifPresent(readdir(channel))) ?? []).filter((name) => pattern.test(name));

/**
 * A directory with this content: one that is there, or a new one with the next number. Gives its name.
 *
 * @param complete adds what is no part of the content before the new one appears
 */
export async function directoryWith(
  places: Places,
  channel: string,
  version: string,
  content: Content,
  complete: (directory: string) => Promise<void>,
): Promise<string> {
  const names = (await latestDirectories(channel)).filter((name) => name.startsWith(`latest-${version}.`));
  for (const name of names) if (isSame(await readContent(join(channel, name)), content)) return name;
  const last = Math.max(0, ...names.map((name) => Number(pattern.exec(name)?.[1])));
  const name = `latest-${version}.${last + 1}`;
  const work = `latest-${relative(places.tree, channel).replaceAll(sep, "-")}`;
  await buildDirectory(inStaging(places, staging.work(work)), join(channel, name), content, complete);
  return name;
}

/** Made under a hidden name, in place of what a killed run left there, and shown by one rename. */
async function buildDirectory(
  work: string,
  directory: string,
  content: Content,
  complete: (directory: string) => Promise<void>,
): Promise<void> {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  try {
    for (const [name, value] of Object.entries(content)) {
      if (value.startsWith("../")) await symlink(value, join(work, name));
      else await replaceFile(join(work, name), value);
    }
    await complete(work);
    await chmod(work, 0o755);
    await syncDirectory(work);
    await rename(work, directory);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
