import { lstat, rm } from "node:fs/promises";
import { z } from "zod";
import { printable } from "../../../images/model/text/printable.ts";
import type { PageGroup } from "../../../images/finder/finder.ts";
import { mapBounded } from "../../../storage/bounded.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import { sha256OfText } from "../../../storage/files/hash.ts";
import { inStaging, inTree, type Places } from "../../../storage/tree/places.ts";
import { readJson, replaceText } from "./texts.ts";

/*
 * A channel has thousands of pages, of which a run changes a few. Staging remembers what each set's pages were made of, and their
 * files' sizes and times: what is made of the same, and was not touched, is neither made nor read again.
 */

const stampSchema = z.tuple([z.number(), z.number()]);
type Stamp = z.output<typeof stampSchema>;

const memorySchema = z.record(
  z.string(),
  z.object({
    /** sha256 of what the pages are made of. */
    key: z.string(),
    /** By path in the tree: size, and time in milliseconds. */
    files: z.record(z.string(), stampSchema),
  }),
);
type Memory = z.output<typeof memorySchema>;

const looksAtOnce = 32;

/** @param program a digest of what makes the pages */
export async function writeGroups(
  places: Places,
  memory: string,
  groups: readonly PageGroup[],
  program: string,
): Promise<void> {
  const before = (await readJson(inStaging(places, memory), memorySchema)) ?? {};
  const now: Memory = {};
  for (const group of groups) {
    const key = sha256OfText(`${program}\n${group.madeOf()}`);
    const known = before[group.name];
    now[group.name] =
      known?.key === key && (await touchedFiles(places, known.files)).length === 0
        ? known
        : { key, files: await writeGroup(places, group) };
  }
  const kept = new Set(Object.values(now).flatMap(({ files }) => Object.keys(files)));
  for (const path of Object.values(before).flatMap(({ files }) => Object.keys(files)))
    if (!kept.has(path)) await rm(inTree(places, path), { force: true });
  await replaceText(places, inStaging(places, memory), `${JSON.stringify(now)}\n`);
}

async function writeGroup(places: Places, { files }: PageGroup): Promise<Record<string, Stamp>> {
  const stamps: Record<string, Stamp> = {};
  for (const { path, text } of files()) {
    const file = inTree(places, path);
    await replaceText(places, file, text);
    const stamp = await stampOf(file);
    if (stamp !== undefined) stamps[path] = stamp;
  }
  return stamps;
}

async function stampOf(file: string): Promise<Stamp | undefined> {
  const status = await ifPresent(lstat(file));
  return status?.isFile() === true ? [status.size, status.mtimeMs] : undefined;
}

async function touchedFiles(places: Places, files: Readonly<Record<string, Stamp>>): Promise<string[]> {
  const found = await mapBounded(Object.entries(files), looksAtOnce, async ([path, [size, time]]) => {
    const stamp = await stampOf(inTree(places, path));
    return stamp?.[0] === size && stamp[1] === time ? [] : [path];
  });
  return found.flat();
}

/** Which pages somebody changed or removed. */
export async function groupFindings(places: Places, memory: string): Promise<string[]> {
  const written = await readJson(inStaging(places, memory), memorySchema);
  if (written === undefined) return ["the files of the readers' formats were not written yet"];
  const touched: string[] = [];
  for (const { files } of Object.values(written)) touched.push(...(await touchedFiles(places, files)));
  return touched.map((path) => `${printable(path)} is not as it was written last`);
}
