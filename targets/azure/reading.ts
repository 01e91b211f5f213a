import { listDefinitions, listRegions, listVersions, readGallery } from "../../clients/azure/galleries.ts";
import type { Gallery, GalleryVersion } from "../../clients/azure/gallery-answers.ts";
import type { Session } from "../../clients/azure/session.ts";
import type { Channel } from "../../images/model/definitions/channels.ts";
import { UserError } from "../../images/model/errors.ts";
import { parseImageName } from "../../images/model/image.ts";
import type { Room } from "../../images/plan/facts.ts";
import type { AzurePlace } from "./model/target.ts";
import { tags } from "./model/tags.ts";

/** A subscription's images of ours. */
export interface InSubscription {
  /** Undefined where that cannot be asked. */
  regions: ReadonlySet<string> | undefined;
  /** By image name. */
  privates: ReadonlyMap<string, GalleryVersion>;
  publics: ReadonlyMap<string, GalleryVersion>;
  /** All that is in the community gallery, whoever made it. */
  open: readonly GalleryVersion[];
  /** The number of further images: each takes a version in both galleries. */
  room: Room;
}

/** Versions of a subscription in a region (docs/azure-compute-gallery, limits), which no call answers. */
const mostVersions = 10_000;

export async function readSubscription(
  session: Session,
  place: AzurePlace,
  channel: Channel,
  signal: AbortSignal,
): Promise<InSubscription> {
  const { resourceGroup, gallery, communityGallery } = place;
  const [regions, shared, own, open] = await Promise.all([
    listRegions(session, signal),
    readGallery(session, { resourceGroup, gallery: communityGallery }, signal),
    versionsIn(session, { resourceGroup, gallery }, signal),
    versionsIn(session, { resourceGroup, gallery: communityGallery }, signal),
  ]);
  refuseSoftDelete(place, shared);
  refuseOtherChannel(place, channel, [...own, ...open]);
  const count = own.length + open.length;
  return {
    regions,
    privates: byImage(own),
    publics: byImage(open),
    open,
    room: {
      images: Math.max(0, Math.floor((mostVersions - count) / 2)),
      reason: `of the ${mostVersions} versions that a subscription holds in a region ${count} are there, and an image takes two`,
    },
  };
}

async function versionsIn(
  session: Session,
  place: { resourceGroup: string; gallery: string },
  signal: AbortSignal,
): Promise<GalleryVersion[]> {
  const definitions = await listDefinitions(session, place, signal);
  const versions = await Promise.all(
    definitions.map(({ name }) => listVersions(session, { ...place, definition: name }, signal)),
  );
  return versions.flat();
}

const imageOf = (version: GalleryVersion): string => version.tags[tags.image] ?? "";

const byImage = (versions: readonly GalleryVersion[]): ReadonlyMap<string, GalleryVersion> =>
  new Map(versions.map((version) => [imageOf(version), version]));

function refuseSoftDelete({ communityGallery }: AzurePlace, gallery: Gallery | undefined): void {
  if (gallery?.properties.softDeletePolicy?.isSoftDeleteEnabled !== true) return;
  throw new UserError({
    where: `Azure: gallery ${communityGallery}: soft delete`,
    value: "on",
    expected: "off: a withdrawn version could still be started by its name",
    remedy: "turn it off at the gallery, and purge what it has kept",
  });
}

/** Daily and release images are in separate subscriptions, so that no credentials can write both. */
function refuseOtherChannel({ subscription }: AzurePlace, channel: Channel, versions: readonly GalleryVersion[]): void {
  const stranger = versions.map(imageOf).find((name) => (parseImageName(name)?.channel ?? channel) !== channel);
  if (stranger === undefined) return;
  throw new UserError({
    where: `Azure: subscription ${subscription}`,
    value: stranger,
    expected: `a subscription without images of another channel than ${channel}`,
    remedy: "name the other subscription, with an identity of its own; nothing was uploaded",
  });
}
