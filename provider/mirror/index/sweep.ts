import { parseImageName } from "../../../images/model/image.ts";
import type { Tombstone } from "../../../images/tree/record.ts";
import { mirrorTarget } from "../../../images/model/target.ts";
import { listHidden } from "../../../storage/listing.ts";
import type { Places } from "../../../storage/places.ts";
import type { ChannelIdentity } from "../../../storage/records.ts";
import { removeHidden } from "../image-files/remove.ts";

/** Removes what staging still holds of images whose tombstones were there before this run; never anything of the tree. */
export async function sweepRemoved(
  places: Places,
  channel: ChannelIdentity,
  tombstones: readonly Tombstone[],
): Promise<void> {
  const versions = new Set(await listHidden(places, channel));
  for (const { image: name, target } of tombstones) {
    const image = target === mirrorTarget.name ? parseImageName(name) : undefined;
    if (image !== undefined && versions.has(image.version)) await removeHidden(places, image);
  }
}
