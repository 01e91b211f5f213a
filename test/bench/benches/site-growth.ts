import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { formatDay } from "../../../images/model/day.ts";
import { tree } from "../../../images/tree/layout.ts";
import type { IndexRecord, SetRecord } from "../../../images/tree/record.ts";
import { resourceTypes } from "../../../images/tree/resources.ts";
import { createProvider } from "../../../provider/index.ts";
import { replaceFile } from "../../../storage/files/atomic.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import type { Places } from "../../../storage/tree/places.ts";
import { setText, writeRemoved } from "../../../storage/tree/records.ts";
import type { Bench, Measurement } from "../bench.ts";
import { inFolder } from "../folder.ts";
import { median, processorSecondsOf, say, secondsOf } from "../measure.ts";
import { begin, collectGarbage, indexOf, placesIn, write } from "./site.ts";

const [few, many] = [10, 1000];

/** By round, in seconds. A busy machine's disk adds to the first and hardly to the second. */
interface Times {
  seconds: number[];
  processor: number[];
}

interface Growth {
  name: string;
  rounds: number;
  /** Prepares a round, which is not measured. */
  begin: (places: Places, index: IndexRecord) => Promise<void>;
  write: (places: Places, index: IndexRecord) => Promise<void>;
}

/** Adds a set to a channel of few and to one of many, in turn. The ratio is of the medians. */
const growth = ({ name, rounds, begin, write }: Growth): Promise<Measurement> =>
  inFolder(async (folder) => {
    const fewTimes: Times = { seconds: [], processor: [] };
    const manyTimes: Times = { seconds: [], processor: [] };
    const sides = [
      { times: fewTimes, sets: few, places: placesIn(path.join(folder, "few")) },
      { times: manyTimes, sets: many, places: placesIn(path.join(folder, "many")) },
    ];
    for (let newest = rounds; newest >= 0; newest -= 1) {
      // the side that begins changes with the round
      for (const { times, sets, places } of newest % 2 === 0 ? sides : sides.toReversed()) {
        // the oldest set keeps its pages, as every set does
        const index = indexOf(sets + rounds - newest, newest);
        await begin(places, index);
        let seconds = 0;
        const processor = await processorSecondsOf(async () => {
          seconds = await secondsOf(() => write(places, index));
        });
        // the first time is not counted: it writes the pages of all sets
        if (newest === rounds) continue;
        times.seconds.push(seconds);
        times.processor.push(processor);
      }
    }
    const ratioOf = (kind: keyof Times): number => median(manyTimes[kind]) / median(fewTimes[kind]);
    say(`${name}: processor time ${ratioOf("processor").toFixed(2)}, ${median(manyTimes.processor).toFixed(3)} s`);
    return { ratio: ratioOf("seconds"), seconds: median(manyTimes.seconds) };
  });

export const siteGrowth: Bench = {
  name: "site-growth",
  goal: 1.1,
  against: `readers' files of one more set among ${few}; ours: among ${many}`,
  run: () => growth({ name: "site-growth", rounds: 25, begin, write }),
};

/** Writes the record of each set, as the steps before the index's have done; a record that did not change stays. */
async function writeRecords(places: Places, { sets, ...channel }: IndexRecord): Promise<void> {
  const { apiVersion, suite } = channel;
  for (const set of sets) {
    const record: SetRecord = { apiVersion, kind: "ImageSet", suite, channel: channel.channel, ...set };
    const file = path.join(places.tree, tree.setRecord(record));
    const text = setText(record);
    if ((await ifPresent(readFile(file, "utf8"))) === text) continue;
    await mkdir(path.dirname(file), { recursive: true });
    await replaceFile(file, text);
  }
  await writeRemoved(places, { apiVersion, kind: "Removed", suite, channel: channel.channel, tombstones: [] });
  await mkdir(places.staging, { recursive: true });
  collectGarbage();
}

const urn = `urn:pulumi:bench::cloud-images::${resourceTypes.index}::trixie-daily`;

/** The step of a run, as the engine asks for it: with the reading of every record, and the writing of the index that has them all. */
async function runStep(places: Places, { suite, channel, made, sets }: IndexRecord): Promise<void> {
  const provider = createProvider({ report: () => undefined, warn: (_urn, text) => say(text) });
  await provider.configure({ ...places, url: "https://cloud.debian.org/images/cloud" });
  const inputs = { suite, channel, day: formatDay(made), contents: String(sets.length), tombstones: [] };
  await provider.create(urn, inputs);
  await provider.cancel();
}

export const indexGrowth: Bench = {
  name: "index-growth",
  goal: 1.1,
  against: `the index's whole step, with one more set among ${few}; ours: among ${many}`,
  run: () => growth({ name: "index-growth", rounds: 9, begin: writeRecords, write: runStep }),
};
