import { announcedSchema, type Announced } from "../../../images/announcements/announced.ts";
import { misplacedChannel } from "../../../images/tree/record-place.ts";
import { tree } from "../../../images/tree/layout.ts";
import { recordsApi, writeRecord } from "../../../images/tree/record.ts";
import { replaceFile } from "../../files/atomic.ts";
import { explained } from "../../files/fault.ts";
import { inTree, type Places } from "../places.ts";
import { readRecord } from "../record-file.ts";
import type { ChannelIdentity } from "../records.ts";

/** What people were told of a channel; nothing where there is no record of it. A damaged one throws: nothing is told twice. */
export async function readAnnounced(places: Places, channel: ChannelIdentity): Promise<Announced> {
  const path = inTree(places, tree.announced(channel));
  const found = await readRecord(announcedSchema, path, (record) => misplacedChannel(path, record, channel));
  return found ?? { apiVersion: recordsApi, ...channel, kind: "Announced", announcements: [] };
}

export async function writeAnnounced(places: Places, announced: Announced): Promise<void> {
  const path = inTree(places, tree.announced(announced));
  await explained(path, () => replaceFile(path, writeRecord(announcedSchema, announced)));
}
