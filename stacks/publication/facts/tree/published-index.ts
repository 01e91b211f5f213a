import { UserError } from "../../../../images/model/errors.ts";
import { tree } from "../../../../images/tree/layout.ts";
import { misplacedIndex } from "../../../../images/tree/record-place.ts";
import { indexSchema, type IndexRecord } from "../../../../images/tree/record.ts";
import { parseJson } from "../../../../images/model/schema-problems.ts";
import type { ChannelIdentity } from "../../../../storage/tree/records.ts";
import { fetchText, isFolderThere } from "./fetch-text.ts";
import type { ChannelRecords } from "./records.ts";

/**
 * Reads a channel's records from its published index: for a preview far from the tree, which sees no foreign directory. A channel that
 * has published nothing yet has no index, and no records: so the merge request that brings its stack is previewed as well.
 */
export async function readPublishedRecords(url: string, channel: ChannelIdentity): Promise<ChannelRecords> {
  const index = await readPublishedIndex(url, channel);
  if (index !== undefined) return { sets: index.sets, tombstones: index.removed, foreign: [] };
  if (await isFolderThere(`${url}/`)) return { sets: [], tombstones: [], foreign: [] };
  throw new UserError({
    where: addressOf(url, channel),
    value: "no such file",
    expected: `the channel's index, or at least the folder ${url}/, since mirror.root is not on this machine`,
    remedy: "correct mirror.root where the tree is, or mirror.url where it is not",
  });
}

/** The channel's index as a reader gets it; undefined where there is none. Throws a UserError for one that cannot be used. */
export async function readPublishedIndex(url: string, channel: ChannelIdentity): Promise<IndexRecord | undefined> {
  const address = addressOf(url, channel);
  const text = await fetchText(address);
  if (text === undefined) return undefined;
  const index = parseJson(indexSchema, text, {
    where: address,
    remedy: "ask who serves the tree, or preview on the machine that holds it",
  });
  const problems = misplacedIndex(address, index, channel);
  if (problems.length > 0) throw new UserError(...problems);
  return index;
}

const addressOf = (url: string, channel: ChannelIdentity): string => `${url}/${tree.index(channel)}`;
