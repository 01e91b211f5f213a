import path from "node:path";
import { channels, isChannel } from "../images/model/definitions/channels.ts";
import { isSuite, suiteDefinition, suites } from "../images/model/definitions/suites.ts";
import { describeProblem } from "../images/model/errors.ts";
import { channelDirectory } from "../images/model/image.ts";
import { printable } from "../images/model/text/printable.ts";
import { explained } from "../storage/files/fault.ts";
import { checkPlaces, type Places } from "../storage/tree/places.ts";
import type { ChannelIdentity } from "../storage/tree/records.ts";
import { adoptChannel, type AdoptOptions } from "./adopt/adopt.ts";
import { count } from "../images/model/text/columns.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { WrongUse } from "./setup/errors.ts";
import { exitCodes } from "./up/end/outcome.ts";
import { adopt } from "./usage/looking.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** Writes records for a tree that was published without them, from its manifests and checksums. Needs no engine. */
export async function main(args: string[]): Promise<number> {
  const { places, channels: wanted, options } = readAdoptOptions(args);
  let refused = 0;
  for (const channel of wanted) refused += await adoptOne(places, channel, options);
  return refused === 0 ? exitCodes.done : exitCodes.bestEffort;
}

async function adoptOne(places: Places, channel: ChannelIdentity, options: AdoptOptions): Promise<number> {
  const where = channelDirectory(channel);
  const checked = await checkPlaces(places);
  const done = await explained(places.tree, () => adoptChannel(checked, channel, options));
  const { adopted, refused, undated, recorded } = done;
  if (adopted.length + refused.length + undated.length + recorded === 0) return 0;
  const verb = options.dryRun ? "would adopt" : "adopted";
  for (const { version, images } of adopted)
    console.log(`${verb} ${where}/${version}: ${count(images.length, "image")}`);
  for (const directory of undated)
    console.log(`left ${where}/${printable(directory)}: not a version, so it stays foreign`);
  for (const problem of refused.flatMap(({ problems }) => problems))
    console.error(`refused: ${describeProblem(problem)}`);
  const sets = `${verb} ${count(adopted.length, "set")}`;
  console.log(`${where}: ${sets}, refused ${refused.length}; ${recorded} had a record already`);
  return refused.length;
}

interface AdoptArguments {
  places: Places;
  channels: readonly ChannelIdentity[];
  options: AdoptOptions;
}

export function readAdoptOptions(args: string[]): AdoptArguments {
  const { values } = readArguments(adopt, args);
  const options = { verify: values.verify, dryRun: values["dry-run"] };
  const given = { suite: readSuite(values.suite), channel: readChannel(values.channel) };
  if ((values.stack === undefined) === (values.root === undefined))
    throw new WrongUse(
      "expected --stack NAME, or --root DIR with --suite CODENAME and --channel daily|release if need be",
    );
  if (values.stack === undefined) {
    const tree = path.resolve(values.root ?? "");
    return { places: { tree, staging: `${tree}.staging` }, channels: matching(given), options };
  }
  const backend = backendUrl(values.stack, process.env);
  const { mirror, suite, channel } = readSettings({ stack: values.stack, configFile: null, backend });
  const places = { tree: mirror.root, staging: mirror.staging };
  return { places, channels: matching({ suite: given.suite ?? suite, channel: given.channel ?? channel }), options };
}

/** The channels to adopt: every channel of every suite, or those that the arguments name. */
function matching({
  suite,
  channel,
}: { [Key in keyof ChannelIdentity]: ChannelIdentity[Key] | null }): ChannelIdentity[] {
  return Object.keys(suites)
    .filter(isSuite)
    .filter((name) => suite === null || name === suite)
    .flatMap((name) => channels.map((each) => ({ suite: name, channel: each })))
    .filter((each) => channel === null || each.channel === channel)
    .filter((each) => suiteDefinition(each.suite).channels.includes(each.channel));
}

function readSuite(text: string | undefined): ChannelIdentity["suite"] | null {
  if (text === undefined || isSuite(text)) return text ?? null;
  throw new WrongUse(`--suite ${text}: expected one of ${Object.keys(suites).join(", ")}`);
}

function readChannel(text: string | undefined): ChannelIdentity["channel"] | null {
  if (text === undefined || isChannel(text)) return text ?? null;
  throw new WrongUse(`--channel ${text}: expected one of ${channels.join(", ")}`);
}
