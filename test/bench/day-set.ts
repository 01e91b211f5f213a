import { formatDay, type Day } from "../../images/model/day.ts";
import { buildsOf } from "../../images/model/definitions/suites.ts";
import { parseVersion, type Version } from "../../images/model/version.ts";
import { settledWorld, type SettledWorld } from "../worlds/settled.ts";
import { buildsFolder, madeBuilds } from "./builds.ts";

/** Channels of dailies, each with so many images that rest. */
type Channels = readonly { suite: "forky" | "trixie" | "bullseye"; resting: number }[];

/** The channels of the benches. Their sets have 26 images together. */
const usualChannels: Channels = [
  { suite: "forky", resting: 1955 },
  { suite: "bullseye", resting: 1044 },
];

/** The channels for a bench whose day is today: without bullseye, which gets no dailies any more. */
export const lastingChannels: Channels = [
  { suite: "forky", resting: 1955 },
  { suite: "trixie", resting: 1044 },
];

export const restingWorlds = (today: Day, channels = usualChannels): SettledWorld[] =>
  channels.map(({ suite, resting }) => settledWorld(resting, today, suite));

const versionOf = (day: Day): Version => {
  const version = parseVersion(`${formatDay(day).replaceAll("-", "")}-2542`);
  if (version === undefined) throw new RangeError(`no version for ${formatDay(day)}`);
  return version;
};

/** Makes a day's builds, tiny ones, where they are not there yet. Returns their folder, and the directories of the tree in which they are published. */
export async function daySet(day: Day, channels = usualChannels): Promise<{ folder: string; directories: string[] }> {
  const version = versionOf(day);
  const name = ["day", ...channels.map(({ suite }) => suite), version].join("-");
  const builds = channels.flatMap(({ suite }) =>
    buildsOf(suite).map((build) => ({ suite, version, size: 1, ...build })),
  );
  await madeBuilds(builds, name);
  return { folder: buildsFolder(name), directories: channels.map(({ suite }) => `${suite}/daily/${version}`) };
}
