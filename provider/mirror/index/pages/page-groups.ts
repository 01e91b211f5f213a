import { rm } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { printable } from "../../../../images/model/text/printable.ts";
import type { PageGroup } from "../../../../images/finder/finder.ts";
import { sha256OfText } from "../../../../storage/files/hash.ts";
import { inStaging, inTree, type Places } from "../../../../storage/tree/places.ts";
import { readChangesOf } from "./read-changes.ts";
import { isSameStamp, stampOf, stampSchema, type Stamp } from "./stamps.ts";
import { readJson, replaceText } from "../texts.ts";

/*
 * A channel has thousands of pages, of which a run changes a few. Staging remembers what pages were made of: one digest for each
 * month of the channel, and beside it, for each group of the month, the sizes and times of its files. A run that changes some months
 * reads and makes those alone; a run that changes none looks at every file instead, and makes again what somebody touched.
 */

/** By month, sha256 of what its pages are made of. */
const monthsSchema = z.record(z.string(), z.string());

/** By group of a month. */
const memorySchema = z.record(
  z.string(),
  z.object({ /** sha256 of what the pages are made of. */ key: z.string(), files: z.record(z.string(), stampSchema) }),
);
type Memory = z.output<typeof memorySchema>;

interface Known {
  group: PageGroup;
  /** The sources of its pages, except those that all groups share. */
  facts: string;
}

interface ChannelPages {
  groups: readonly PageGroup[];
  /** A text of what every page is made of, the program too. */
  shared: string;
  /** By version, the state of the set's changes.json; only of the newest, because the others stay as they were written. */
  stamps: ReadonlyMap<string, Stamp>;
}

/** @param memory the folder in staging that remembers the pages */
export async function writeGroups(places: Places, memory: string, pages: ChannelPages): Promise<void> {
  const { shared } = pages;
  const before = (await readMonths(places, memory)) ?? {};
  const months = Map.groupBy(await factsOf(pages), ({ group }) => group.month);
  const now = Object.fromEntries([...months].map(([month, known]) => [month, keyOf(known, shared)]));
  const all = [...new Set([...months.keys(), ...Object.keys(before)])];
  const changed = all.filter((month) => before[month] !== now[month]);
  const written: [month: string, memory: Memory][] = [];
  const present: string[] = [];
  for (const month of changed.length === 0 ? all : changed) {
    const remembered = (await readMonth(places, memory, month)) ?? {};
    present.push(...filesOf(remembered));
    written.push([month, await writeMonth(places, { groups: months.get(month) ?? [], shared }, remembered)]);
  }
  const kept = new Set(written.flatMap(([, each]) => filesOf(each)));
  for (const path of present) if (!kept.has(path)) await rm(inTree(places, path), { force: true });
  for (const [month, each] of written) await replaceText(places, monthFile(places, memory, month), textOf(each));
  await replaceText(places, monthsFile(places, memory), textOf(now));
}

const monthsFile = (places: Places, memory: string): string => inStaging(places, `${memory}/months.json`);
const monthFile = (places: Places, memory: string, month: string): string =>
  inStaging(places, `${memory}/month-${month}.json`);

/** Undefined where it is missing or damaged: then everything is made again. */
const readMonths = (places: Places, memory: string) => readJson(monthsFile(places, memory), monthsSchema);
const readMonth = (places: Places, memory: string, month: string) =>
  readJson(monthFile(places, memory, month), memorySchema);

const textOf = (memory: unknown): string => `${JSON.stringify(memory)}\n`;

const filesOf = (memory: Memory): string[] => Object.values(memory).flatMap(({ files }) => Object.keys(files));

const keyOf = (known: readonly Known[], shared: string): string =>
  sha256OfText([shared, ...known.map(({ facts }) => facts)].join("\n"));

/** Groups that are handled without a pause for other work. */
const groupsPerTurn = 256;

async function factsOf({ groups, stamps }: ChannelPages): Promise<Known[]> {
  const found: Known[] = [];
  for (const [at, group] of groups.entries()) {
    if (at % groupsPerTurn === 0) await setImmediate();
    const changes = stamps.get(group.set?.version ?? "");
    found.push({ group, facts: `${group.name} ${changes?.join(" ") ?? ""}\n${group.madeOf()}` });
  }
  return found;
}

async function writeMonth(
  places: Places,
  { groups, shared }: { groups: readonly Known[]; shared: string },
  before: Memory,
): Promise<Memory> {
  const now: Memory = {};
  for (const known of groups) {
    const { group } = known;
    const key = keyOf([known], shared);
    const last = before[group.name];
    const isSame = last?.key === key && touchedFiles(places, last.files).length === 0;
    now[group.name] = isSame ? last : { key, files: await writeGroup(places, group) };
  }
  return now;
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

const touchedFiles = (places: Places, files: Readonly<Record<string, Stamp>>): string[] =>
  Object.entries(files).flatMap(([path, stamp]) => (isSameStamp(stampOf(inTree(places, path)), stamp) ? [] : [path]));

/** Which pages somebody changed or removed. */
export async function groupFindings(places: Places, memory: string): Promise<string[]> {
  const months = await readMonths(places, memory);
  if (months === undefined) return ["the files of the readers' formats were not written yet"];
  const findings: string[] = [];
  for (const month of Object.keys(months)) {
    const written = await readMonth(places, memory, month);
    if (written === undefined) findings.push(`what was written of ${printable(month)} is not remembered`);
    for (const { files } of Object.values(written ?? {}))
      findings.push(...touchedFiles(places, files).map(touchedText));
  }
  return findings;
}

const touchedText = (path: string): string => `${printable(path)} is not as it was written last`;
