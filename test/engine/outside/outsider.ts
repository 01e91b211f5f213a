import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { z } from "zod";
import {
  indexSchema,
  removedSchema,
  setSchema,
  type ImageRecord,
  type SetRecord,
} from "../../../images/tree/record.ts";

/** What somebody finds who has only the served folder: no state, no plan, no code of the provider. invariants.ts judges it. */
interface Outsider {
  channels: ChannelView[];
}

export interface ChannelView {
  /** `trixie/daily`, `trixie`. */
  directory: string;
  sets: Map<string, SetView>;
  latest: LatestView | undefined;
  /** Every name that begins with `latest-`, whether or not `latest` leads there. */
  latestDirectories: string[];
  index: z.output<typeof indexSchema> | undefined;
  removed: z.output<typeof removedSchema> | undefined;
  /** Every other name in the channel's directory. */
  others: string[];
}

export interface SetView {
  record: SetRecord;
  /** By name in the set's directory: the sha512 of the file. */
  files: Map<string, string>;
  checksums: Map<string, string>;
}

interface LatestView {
  target: string;
  /** By family name with its ending: the `version/file` to which it leads. */
  links: Map<string, string>;
  checksums: Map<string, string>;
}

const versionDirectory = /^\d{8}-\d+$/;

export async function look(tree: string): Promise<Outsider> {
  const channels: ChannelView[] = [];
  for (const suite of await names(tree)) {
    if (!(await isDirectory(path.join(tree, suite)))) continue;
    for (const directory of [suite, `${suite}/daily`]) {
      if (await isDirectory(path.join(tree, directory))) channels.push(await channelView(tree, directory));
    }
  }
  return { channels };
}

async function channelView(tree: string, directory: string): Promise<ChannelView> {
  const root = path.join(tree, directory);
  const all = await names(root);
  const sets = new Map<string, SetView>();
  for (const name of all.filter((name) => versionDirectory.test(name))) {
    const record = await parsed(path.join(root, name, "set.json"), setSchema);
    if (record !== undefined) sets.set(name, await setView(path.join(root, name), record));
  }
  const known = new Set([
    "latest",
    "daily",
    "index.json",
    "removed.json",
    "HEADER.html",
    "tests.html",
    "tests.json",
    ".owner.json",
  ]);
  return {
    directory,
    sets,
    latest: await latestView(root),
    latestDirectories: all.filter((name) => name.startsWith("latest-")),
    index: await parsed(path.join(root, "index.json"), indexSchema),
    removed: await parsed(path.join(root, "removed.json"), removedSchema),
    others: all.filter((name) => !known.has(name) && !name.startsWith("latest-") && !sets.has(name)),
  };
}

async function setView(directory: string, record: SetRecord): Promise<SetView> {
  const files = new Map<string, string>();
  for (const name of await names(directory)) {
    if (name !== "set.json" && !isEvidence(name)) files.set(name, await sha512(path.join(directory, name)));
  }
  return { record, files, checksums: await checksums(path.join(directory, "SHA512SUMS")) };
}

async function latestView(root: string): Promise<LatestView | undefined> {
  const target = await readlink(path.join(root, "latest")).catch(() => undefined);
  if (target === undefined) return undefined;
  const links = new Map<string, string>();
  for (const name of await names(path.join(root, target))) {
    const link = await readlink(path.join(root, target, name)).catch(() => undefined);
    if (link !== undefined) links.set(name, path.relative(root, path.resolve(root, target, link)));
  }
  return { target, links, checksums: await checksums(path.join(root, target, "SHA512SUMS")) };
}

const names = async (directory: string): Promise<string[]> => (await readdir(directory).catch(() => [])).sort();

/** Whether it is the folder of an image's boot tests, which grows with each test. */
const isEvidence = (name: string): boolean => name.endsWith(".tests");

const isDirectory = async (file: string): Promise<boolean> =>
  (await lstat(file).catch(() => undefined))?.isDirectory() ?? false;

/** The sha512 of a file, in hexadecimal digits. */
export async function sha512(file: string): Promise<string> {
  const hash = createHash("sha512");
  // a stream makes a buffer of the largest chunk, also for a small file
  if ((await lstat(file)).size < 1 << 20) hash.update(await readFile(file));
  else await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

async function checksums(file: string): Promise<Map<string, string>> {
  const text = await readFile(file, "utf8").catch(() => "");
  return new Map(
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.slice(130), line.slice(0, 128)]),
  );
}

async function parsed<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema> | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : schema.parse(JSON.parse(text));
}

/** An image's record at the tree. Every recorded image of a set has one. */
export const mirrorOf = (image: ImageRecord): ImageRecord["targets"][string] => {
  const mirror = image.targets["mirror"];
  if (mirror === undefined) throw new Error(`${image.name} has no record at the mirror`);
  return mirror;
};
