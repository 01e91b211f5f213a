import { dirname } from "node:path";
import { rebuiltSchema, withRebuild, type Rebuild } from "../../../images/rebuilds/rebuilt.ts";
import { tree } from "../../../images/tree/layout.ts";
import { writeRecord } from "../../../images/tree/record.ts";
import { replaceFile } from "../../files/atomic.ts";
import { explained } from "../../files/fault.ts";
import { withFolderLock } from "../../files/process-lock.ts";
import { inTree, type Places } from "../places.ts";
import { readRebuilt } from "./rebuilt.ts";
import type { ChannelIdentity } from "../records.ts";

// not in rebuilt.ts: a command that only reads must not need flock

/** Keeps a verdict, beside those that other rebuilds keep at the same time. */
export async function addRebuild(places: Places, channel: ChannelIdentity, rebuild: Rebuild): Promise<void> {
  const path = inTree(places, tree.rebuilt(channel));
  await withFolderLock(dirname(path), async () => {
    const rebuilt = withRebuild(await readRebuilt(places, channel), rebuild);
    await explained(path, () => replaceFile(path, writeRecord(rebuiltSchema, rebuilt)));
  });
}
