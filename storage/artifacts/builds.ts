import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Problem } from "../../images/model/errors.ts";
import { parseBuildFile, parseBuildName, type BuildFormat } from "../../images/tree/files.ts";
import { isIgnored } from "../../images/builds/ignored-files.ts";
import { codeOf, ifPresent } from "../files/fault.ts";

/** The files of one build: those that have one base name in one folder. */
export interface FoundBuild {
  /** Base path, without an ending. */
  source: string;
  base: string;
  /** Which of a build's files are there, links too. */
  present: ReadonlySet<BuildFormat>;
}

export interface FoundBuilds {
  /** By base path. */
  builds: FoundBuild[];
  /** What could not be searched. */
  problems: Problem[];
}

/** CI unpacks a job's files some three folders deep; what lies deeper is not a folder of builds. */
const deepest = 8;

/**
 * Searches a folder for builds. Ignores hidden and unfinished files (builds in the making, version control). Follows no link,
 * except the folder's own. Undefined if the folder does not exist.
 */
export async function findBuilds(root: string): Promise<FoundBuilds | undefined> {
  const found: FoundBuilds = { builds: [], problems: [] };
  try {
    await search(root, 1, await list(root), found);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code === "ENOENT") return undefined;
    found.problems.push(unusable(root, code));
  }
  return found;
}

async function list(folder: string): Promise<Dirent[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !isIgnored(name));
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function search(folder: string, depth: number, entries: readonly Dirent[], found: FoundBuilds): Promise<void> {
  found.builds.push(...buildsAmong(folder, entries));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink() && buildFileOf(entry.name) === undefined) found.problems.push(linked(path));
    if (entry.isDirectory()) await enter(path, depth + 1, found);
  }
}

async function enter(folder: string, depth: number, found: FoundBuilds): Promise<void> {
  if (depth > deepest) {
    found.problems.push(tooDeep(folder));
    return;
  }
  try {
    const entries = await ifPresent(list(folder));
    if (entries !== undefined) await search(folder, depth, entries, found);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    found.problems.push(unreadable(folder, code));
  }
}

function buildsAmong(folder: string, entries: readonly Dirent[]): FoundBuild[] {
  const files = entries.flatMap(({ name }) => buildFileOf(name) ?? []);
  const bases = Map.groupBy(files, ({ base }) => base);
  return [...bases].map(([base, ofBase]) => ({
    source: join(folder, base),
    base,
    present: new Set(ofBase.map(({ format }) => format)),
  }));
}

/** Other people's `.info` and `.tar.xz` are none of ours; a manifest is, whatever its name. */
function buildFileOf(name: string): { base: string; format: BuildFormat } | undefined {
  const file = parseBuildFile(name);
  if (file === undefined) return undefined;
  return file.format === "json" || parseBuildName(file.base) !== undefined ? file : undefined;
}

const linked = (where: string): Problem => ({
  where,
  value: "a symbolic link",
  expected: "folders and files",
  remedy: "put the files themselves there; links are not followed",
});

const tooDeep = (where: string): Problem => ({
  where,
  value: `${deepest} folders deep`,
  expected: "builds further up",
  remedy: "name the folder that holds the builds as cloud-images:artifacts",
});

/** What the path is, if it cannot be searched. */
const faults: Readonly<Record<string, string>> = {
  ENOTDIR: "a file",
  ELOOP: "a symbolic link that leads back to itself",
  EACCES: "a folder that this user may not read",
  EPERM: "a folder that this user may not read",
  ENAMETOOLONG: "a name that is too long",
};

const unusable = (where: string, code: string): Problem => ({
  where,
  value: faults[code] ?? code,
  expected: "a folder of builds",
  remedy: "correct cloud-images:artifacts, or the folder; until then no build is taken, and all else continues",
});

const unreadable = (where: string, code: string): Problem => ({
  where,
  value: code,
  expected: "a folder that can be read",
  remedy: "correct its modes, or remove it",
});
