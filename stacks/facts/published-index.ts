import { UserError } from "../../images/errors.ts";
import { tree } from "../../images/layout.ts";
import { indexSchema } from "../../images/record.ts";
import { parseJson } from "../../images/schema-problems.ts";
import type { ChannelIdentity } from "../../storage/records.ts";
import type { ChannelRecords } from "./records.ts";

const patience = 30_000;

/** Reads a channel's records from its published index: for a preview far from the tree, which sees no foreign directory. */
export async function readPublishedRecords(url: string, channel: ChannelIdentity): Promise<ChannelRecords> {
  const address = `${url}/${tree.index(channel)}`;
  const index = parseJson(indexSchema, await fetchText(address), {
    where: address,
    remedy: "ask who serves the tree, or preview on the machine that holds it",
  });
  return { sets: index.sets, tombstones: index.removed, foreign: [] };
}

async function fetchText(address: string): Promise<string> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(patience) });
    if (response.ok) return await response.text();
    throw unreadable(address, `HTTP ${response.status}`);
  } catch (error) {
    throw error instanceof UserError
      ? error
      : unreadable(address, error instanceof Error ? error.message : String(error));
  }
}

const unreadable = (address: string, found: string): UserError =>
  new UserError({
    where: address,
    value: found,
    expected: "the channel's index, since mirror.root is not on this machine",
    remedy: "correct mirror.root where the tree is, or mirror.url where it is not",
  });
