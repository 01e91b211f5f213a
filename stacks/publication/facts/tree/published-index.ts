import { UserError } from "../../../../images/model/errors.ts";
import { tree } from "../../../../images/tree/layout.ts";
import { misplacedIndex } from "../../../../images/tree/record-place.ts";
import { indexSchema, type IndexRecord } from "../../../../images/tree/record.ts";
import { parseJson } from "../../../../images/model/schema-problems.ts";
import type { ChannelIdentity } from "../../../../storage/tree/records.ts";
import { fetchText } from "./fetch-text.ts";
import type { ChannelRecords } from "./records.ts";

/** Reads a channel's records from its published index: for a preview far from the tree, which sees no foreign directory. */
export async function readPublishedRecords(url: string, channel: ChannelIdentity): Promise<ChannelRecords> {
  const index = await readPublishedIndex(url, channel);
  return { sets: index.sets, tombstones: index.removed, foreign: [] };
}

/** The channel's index as a reader gets it. Throws a UserError where there is none. */
export async function readPublishedIndex(url: string, channel: ChannelIdentity): Promise<IndexRecord> {
  const address = `${url}/${tree.index(channel)}`;
  const text = await fetchText(address);
  if (text === undefined) throw noIndex(address);
  const index = parseJson(indexSchema, text, {
    where: address,
    remedy: "ask who serves the tree, or preview on the machine that holds it",
  });
  const problems = misplacedIndex(address, index, channel);
  if (problems.length > 0) throw new UserError(...problems);
  return index;
}

const noIndex = (address: string): UserError =>
  new UserError({
    where: address,
    value: "no such file",
    expected: "the channel's index, since mirror.root is not on this machine",
    remedy:
      "correct mirror.root where the tree is, or mirror.url where it is not; a channel that has published nothing yet is previewed where the tree is",
  });
