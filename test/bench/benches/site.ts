import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { IndexRecord } from "../../../images/tree/record.ts";
import { KeyedLocks } from "../../../storage/concurrency.ts";
import { writeReaders } from "../../../provider/mirror/index/readers.ts";
import { replaceFile } from "../../../storage/files/atomic.ts";
import type { Places } from "../../../storage/tree/places.ts";
import { indexText } from "../../../storage/tree/records.ts";
import { wholeIndex } from "../../../storage/tree/second-copy.ts";
import { daysBack, eraIndex } from "../../samples/finder-samples.ts";
import type { Bench } from "../bench.ts";
import { inFolder } from "../folder.ts";
import { compare, say } from "../measure.ts";

/** The readers' files of a channel: dailies of two images each, of which two weeks are public and the rest is unlisted. */
export const indexOf = (sets: number, newest = 0): IndexRecord =>
  eraIndex({ suite: "trixie", channel: "daily", days: daysBack(newest, newest + sets - 1), most: 2 });

export const placesIn = (folder: string): Places => ({
  tree: path.join(folder, "tree"),
  staging: path.join(folder, "staging"),
});

export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") Reflect.apply(collect, undefined, []);
}

/**
 * Prepares a round: the index is in the tree and has been read, which is not measured here but in `index-growth`. The
 * memory that this took is collected before the round.
 */
export async function begin(places: Places, index: IndexRecord): Promise<void> {
  const file = path.join(places.tree, "trixie/daily/index.json");
  await mkdir(path.dirname(file), { recursive: true });
  await mkdir(places.staging, { recursive: true });
  await replaceFile(file, indexText(index));
  await wholeIndex(places, index);
  collectGarbage();
}

const locks = new KeyedLocks();

export const write = (places: Places, index: IndexRecord): Promise<void> =>
  writeReaders(
    {
      places,
      locks,
      url: "https://cloud.debian.org/images/cloud",
      signing: undefined,
      advisories: [],
      dailiesGoAfter: 120,
      dailiesHideAfter: 14,
      warn: say,
    },
    index,
  );

export const site: Bench = {
  name: "site",
  goal: 3,
  against: "writing the same files, each as durably",
  run: () =>
    inFolder(async (folder) => {
      const index = indexOf(1000);
      const places = placesIn(path.join(folder, "ours"));
      const bare = path.join(folder, "bare");
      await begin(places, index);
      await write(places, index);
      const files = await filesBelow(places.tree);
      return compare({
        name: "site",
        rounds: 3,
        prepare: async () => {
          for (const each of [places.tree, places.staging, bare]) await rm(each, { recursive: true, force: true });
          await begin(places, index);
        },
        ours: () => write(places, index),
        bare: async () => {
          for (const [name, text] of files) {
            await mkdir(path.dirname(path.join(bare, name)), { recursive: true });
            await replaceFile(path.join(bare, name), text);
          }
        },
      });
    }),
};

async function filesBelow(folder: string): Promise<[name: string, text: string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
  const found: [string, string][] = [];
  for (const name of names) found.push([path.relative(folder, name), await readFile(name, "utf8")]);
  return found.filter(([name]) => name !== "trixie/daily/index.json");
}
