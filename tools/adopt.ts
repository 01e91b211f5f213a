import { stat } from "node:fs/promises";
import path from "node:path";
import { keyName } from "../images/config/problems.ts";
import { channels, isChannel } from "../images/model/definitions/channels.ts";
import { isSuite, suiteDefinition, suites } from "../images/model/definitions/suites.ts";
import { describeProblem, UserError } from "../images/model/errors.ts";
import { channelDirectory } from "../images/model/image.ts";
import { printable } from "../images/model/text/printable.ts";
import { explained, ifPresent } from "../storage/files/fault.ts";
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
  const { where, places, channels: wanted, options } = readAdoptOptions(args);
  await refuseMissing(where, places.tree);
  const done = [];
  for (const channel of wanted) done.push(await adoptOne(places, channel, options));
  if (done.every((refused) => refused === null)) console.log(`nothing to adopt: ${places.tree} has no set`);
  return done.every((refused) => (refused ?? 0) === 0) ? exitCodes.done : exitCodes.bestEffort;
}

/** An empty answer about a tree that is not there would read as one that has everything. */
async function refuseMissing(where: string, tree: string): Promise<void> {
  const found = await explained(tree, () => ifPresent(stat(tree)));
  if (found?.isDirectory() === true) return;
  throw new UserError({
    where,
    value: tree,
    expected: `the folder of a tree, and ${found === undefined ? "nothing" : "no folder"} is there`,
    remedy: "name the folder that the mirror serves",
  });
}

/** Returns how many sets were refused; null where the channel has none. */
async function adoptOne(places: Places, channel: ChannelIdentity, options: AdoptOptions): Promise<number | null> {
  const where = channelDirectory(channel);
  const checked = await checkPlaces(places);
  const done = await explained(places.tree, () => adoptChannel(checked, channel, options));
  const { adopted, refused, undated, recorded } = done;
  if (adopted.length + refused.length + undated.length + recorded === 0) return null;
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
  /** What names the tree: an option or a key. */
  where: string;
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
    return { where: "--root", places: { tree, staging: `${tree}.staging` }, channels: matching(given), options };
  }
  const backend = backendUrl(values.stack, process.env);
  const { mirror, suite, channel } = readSettings({ stack: values.stack, configFile: null, backend });
  const places = { tree: mirror.root, staging: mirror.staging };
  const chosen = matching({ suite: given.suite ?? suite, channel: given.channel ?? channel });
  return { where: keyName(["mirror", "root"]), places, channels: chosen, options };
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
