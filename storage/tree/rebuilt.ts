import { dirname } from "node:path";
import { rebuiltSchema, withRebuild, type Rebuild, type Rebuilt } from "../../images/rebuilds/rebuilt.ts";
import { tree } from "../../images/tree/layout.ts";
import { recordsApi, writeRecord } from "../../images/tree/record.ts";
import { misplacedChannel } from "../../images/tree/record-place.ts";
import { replaceFile } from "../files/atomic.ts";
import { explained } from "../files/fault.ts";
import { withFolderLock } from "../files/process-lock.ts";
import { inTree, type Places } from "./places.ts";
import { readRecord } from "./record-file.ts";
import type { ChannelIdentity } from "./records.ts";

/** What came of building a channel's images again; nothing where none was. */
export async function readRebuilt(places: Places, channel: ChannelIdentity): Promise<Rebuilt> {
  const path = inTree(places, tree.rebuilt(channel));
  const found = await readRecord(rebuiltSchema, path, (record) => misplacedChannel(path, record, channel));
  return (
    found ?? { apiVersion: recordsApi, suite: channel.suite, channel: channel.channel, kind: "Rebuilt", rebuilds: [] }
  );
}

/** Keeps a verdict, beside those that other rebuilds keep at the same time. */
export async function addRebuild(places: Places, channel: ChannelIdentity, rebuild: Rebuild): Promise<void> {
  const path = inTree(places, tree.rebuilt(channel));
  await withFolderLock(dirname(path), async () => {
    const rebuilt = withRebuild(await readRebuilt(places, channel), rebuild);
    await explained(path, () => replaceFile(path, writeRecord(rebuiltSchema, rebuilt)));
  });
}
