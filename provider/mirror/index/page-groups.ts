import { lstatSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { printable } from "../../../images/model/text/printable.ts";
import { changesPath } from "../../../images/finder/changes/record.ts";
import type { PageGroup } from "../../../images/finder/finder.ts";
import { sha256OfText } from "../../../storage/files/hash.ts";
import { inStaging, inTree, type Places } from "../../../storage/tree/places.ts";
import { readChangesOf } from "./changes.ts";
import { readJson, replaceText } from "./texts.ts";

/*
 * A channel has thousands of pages, of which a run changes a few. Staging remembers what each set's pages were made of, and their
 * files' sizes and times: what is made of the same, and was not touched, is neither made nor read again.
 */

type Stamp = readonly [size: number, milliseconds: number];

/** By group. */
type Memory = Record<
  string,
  { /** sha256 of what the pages are made of. */ key: string; files: Record<string, Stamp> }
>;

/** Undefined where it is missing or damaged: then everything is made again. A schema would take as long as all the rest for years of pages. */
async function readMemory(places: Places, memory: string): Promise<Memory | undefined> {
  const found = await readJson(inStaging(places, memory), z.unknown());
  return isMemory(found) ? found : undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isMemory = (found: unknown): found is Memory =>
  isObject(found) &&
  Object.values(found).every(
    (group) =>
      isObject(group) && typeof group["key"] === "string" && isObject(group["files"]) && areStamps(group["files"]),
  );

const areStamps = (files: Readonly<Record<string, unknown>>): boolean =>
  Object.values(files).every(
    (stamp) => Array.isArray(stamp) && stamp.length === 2 && stamp.every((each) => typeof each === "number"),
  );

/** @param program a digest of what makes the pages */
export async function writeGroups(
  places: Places,
  memory: string,
  groups: readonly PageGroup[],
  program: string,
): Promise<void> {
  const before = (await readMemory(places, memory)) ?? {};
  const now: Memory = {};
  for (const [at, group] of groups.entries()) {
    if (at % groupsPerTurn === 0) await setImmediate();
    const told = group.set && stampOf(inTree(places, changesPath(group.set)));
    const key = sha256OfText(`${program}\n${told?.join(" ") ?? ""}\n${group.madeOf()}`);
    const known = before[group.name];
    now[group.name] =
      known?.key === key && touchedFiles(places, known.files).length === 0
        ? known
        : { key, files: await writeGroup(places, group) };
  }
  const kept = new Set(Object.values(now).flatMap(({ files }) => Object.keys(files)));
  for (const path of Object.values(before).flatMap(({ files }) => Object.keys(files)))
    if (!kept.has(path)) await rm(inTree(places, path), { force: true });
  await replaceText(places, inStaging(places, memory), `${JSON.stringify(now)}\n`);
}

async function writeGroup(places: Places, { set, files }: PageGroup): Promise<Record<string, Stamp>> {
  const stamps: Record<string, Stamp> = {};
  for (const { path, text } of files(set && (await readChangesOf(places, set)))) {
    const file = inTree(places, path);
    await replaceText(places, file, text);
    const stamp = stampOf(file);
    if (stamp !== undefined) stamps[path] = stamp;
  }
  return stamps;
}

/** A look takes microseconds, and a tenth of that of the asynchronous call; other work goes on between these many groups. */
const groupsPerTurn = 32;

function stampOf(file: string): Stamp | undefined {
  const status = lstatSync(file, { throwIfNoEntry: false });
  return status?.isFile() === true ? [status.size, status.mtimeMs] : undefined;
}

const touchedFiles = (places: Places, files: Readonly<Record<string, Stamp>>): string[] =>
  Object.entries(files).flatMap(([path, [size, time]]) => {
    const stamp = stampOf(inTree(places, path));
    return stamp?.[0] === size && stamp[1] === time ? [] : [path];
  });

/** Which pages somebody changed or removed. */
export async function groupFindings(places: Places, memory: string): Promise<string[]> {
  const written = await readMemory(places, memory);
  if (written === undefined) return ["the files of the readers' formats were not written yet"];
  const touched = Object.values(written).flatMap(({ files }) => touchedFiles(places, files));
  return touched.map((path) => `${printable(path)} is not as it was written last`);
}
