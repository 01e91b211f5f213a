import { dirname } from "node:path";
import { staging } from "../../images/tree/layout.ts";
import { replaceFile } from "../files/atomic.ts";
import { makeFolder } from "../files/folders.ts";
import { withFolderLock } from "../files/process-lock.ts";
import { inStaging, type Places } from "./places.ts";
import { readReadings, type Readings } from "./readings.ts";
import type { ChannelIdentity } from "./records.ts";

// not in readings.ts: a command that only reads must not need flock

/** Changes the memory, and keeps what other audits put there meanwhile: one of releases suspects dailies too. Returns all of it. */
export async function changeReadings(
  places: Places,
  channel: ChannelIdentity,
  change: (readings: Readings) => void,
): Promise<Readings> {
  const path = inStaging(places, staging.readings(channel));
  const folder = dirname(path);
  await makeFolder(places, folder);
  return withFolderLock(folder, async () => {
    const readings = await readReadings(places, channel);
    change(readings);
    const record = { read: Object.fromEntries(readings.read), suspects: [...readings.suspects].toSorted() };
    await replaceFile(path, `${JSON.stringify(record, null, 1)}\n`, { mode: 0o600 });
    return readings;
  });
}
