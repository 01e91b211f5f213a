import { rebuiltSchema, type Rebuilt } from "../../../images/rebuilds/rebuilt.ts";
import { tree } from "../../../images/tree/layout.ts";
import { recordsApi } from "../../../images/tree/record.ts";
import { misplacedChannel } from "../../../images/tree/record-place.ts";
import { inTree, type Places } from "../places.ts";
import { readRecord } from "../record-file.ts";
import type { ChannelIdentity } from "../records.ts";

/** What came of building a channel's images again; nothing where none was. */
export async function readRebuilt(places: Places, channel: ChannelIdentity): Promise<Rebuilt> {
  const path = inTree(places, tree.rebuilt(channel));
  const found = await readRecord(rebuiltSchema, path, (record) => misplacedChannel(path, record, channel));
  return (
    found ?? { apiVersion: recordsApi, suite: channel.suite, channel: channel.channel, kind: "Rebuilt", rebuilds: [] }
  );
}
