import { listingsSchema, withListings, type Listing, type Listings } from "../../../images/marketplace/listings.ts";
import { tree } from "../../../images/tree/layout.ts";
import { recordsApi, writeRecord } from "../../../images/tree/record.ts";
import { misplacedChannel } from "../../../images/tree/record-place.ts";
import { replaceFile } from "../../files/atomic.ts";
import { explained } from "../../files/fault.ts";
import { inTree, type Places } from "../places.ts";
import { readRecord } from "../record-file.ts";
import type { ChannelIdentity } from "../records.ts";

/** What is live of a channel in marketplaces; nothing where nobody looked. Throws a UserError for a damaged file. */
export async function readListings(places: Places, channel: ChannelIdentity): Promise<Listings> {
  const path = inTree(places, tree.marketplace(channel));
  const found = await readRecord(listingsSchema, path, (record) => misplacedChannel(path, record, channel));
  const { suite, channel: name } = channel;
  return found ?? { apiVersion: recordsApi, suite, channel: name, kind: "Marketplace", listings: [] };
}

/** Keeps what is live. Of two at the same time one can be lost, which the next look finds again. */
export async function addListings(places: Places, channel: ChannelIdentity, found: readonly Listing[]): Promise<void> {
  const path = inTree(places, tree.marketplace(channel));
  const listings = withListings(await readListings(places, channel), found);
  await explained(path, () => replaceFile(path, writeRecord(listingsSchema, listings)));
}
