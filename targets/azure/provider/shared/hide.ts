import { putVersion, readVersion } from "../../../../clients/azure/galleries.ts";
import type { GalleryVersion } from "../../../../clients/azure/gallery-answers.ts";
import type { Session } from "../../../../clients/azure/session.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import type { SharedVersionInputs } from "../../model/resources.ts";
import { Patience } from "../patience.ts";
import { refuseStranger, removeVersion } from "../version.ts";
import { publicPlaceOf, sharedBody } from "./body.ts";

/**
 * Takes the version from everybody, in all regions: its guard first, then the version.
 *
 * @param lost regions that Azure refuses to be written
 */
export async function hideVersion(
  operation: Operation,
  session: Session,
  news: SharedVersionInputs,
  lost: ReadonlySet<string>,
): Promise<void> {
  const { signal } = operation;
  const place = publicPlaceOf(news);
  const patience = new Patience(session.limits, operation);
  for (;;) {
    const found = await readVersion(session, place, signal);
    if (found === undefined) return;
    refuseStranger(session, found, place, news);
    if (!isGuarded(found)) break;
    const unguarded = sharedBody(session, news, asItIs(found, lost), false);
    await patience.unlessBusy(place.version, putVersion(session, place, unguarded, signal));
    await patience.next(`the guard of ${place.version} is being removed`);
  }
  await removeVersion(session, place, patience, signal);
}

/** After its end of life a version needs no change, and Azure would refuse one: an end of life must be in the future. */
function isGuarded({ properties: { safetyProfile, provisioningState, publishingProfile } }: GalleryVersion): boolean {
  if (safetyProfile?.blockDeletionBeforeEndOfLife !== true || provisioningState === "Deleting") return false;
  const { endOfLifeDate } = publishingProfile;
  return !(Date.parse(endOfLifeDate ?? "") <= Date.now());
}

const asItIs = ({ properties: { publishingProfile } }: GalleryVersion, lost: ReadonlySet<string>) => ({
  regions: publishingProfile.targetRegions
    .filter(({ name }) => !lost.has(name))
    .map(({ name, excludeFromLatest }) => ({ name, excluded: excludeFromLatest === true })),
  excluded: publishingProfile.excludeFromLatest === true,
});
