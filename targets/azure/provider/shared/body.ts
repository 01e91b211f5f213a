import { versionId, type VersionPlace } from "../../../../clients/azure/galleries.ts";
import type { Session } from "../../../../clients/azure/session.ts";
import type { SharedVersionInputs } from "../../model/resources.ts";
import { tagsOf, versionBody } from "../body.ts";
import type { Flags } from "../latest/flags.ts";

/** A version in the community gallery, made from the private one of the same name. */
export function sharedBody(session: Session, news: SharedVersionInputs, stage: Flags, isGuarded = true): object {
  const { home, image, digest, resourceGroup, gallery, definition, version, replicas, guardedUntil } = news;
  return versionBody({
    home,
    tags: tagsOf({ image, digest }),
    source: { versionId: versionId(session, { resourceGroup, gallery, definition, version }) },
    ...stage,
    replicas,
    guardedUntil,
    isGuarded: isGuarded && guardedUntil !== null,
  });
}

export const publicPlaceOf = (news: SharedVersionInputs): VersionPlace => ({
  resourceGroup: news.resourceGroup,
  gallery: news.communityGallery,
  definition: news.definition,
  version: news.version,
});
