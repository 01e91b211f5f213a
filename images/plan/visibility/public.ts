import type { Days } from "../../tree/record.ts";
import { isRetired } from "../../model/target.ts";
import type { Draft, ImageDraft, SetDraft } from "../draft.ts";

/** Whether the image is public at any target that is not retired. */
export function isPublic({ targets }: ImageDraft): boolean {
  for (const { phase, target } of targets.values()) if (phase === "current" && !isRetired(target)) return true;
  return false;
}

/** Whether any image of the set is public, also at targets that the configuration does not name. */
export function hasPublicImage({ droppedTargets }: Draft, { images }: SetDraft): boolean {
  for (const image of images.values()) {
    if (isPublic(image)) return true;
    for (const target of droppedTargets) {
      const recorded = image.record?.targets[target];
      if (recorded !== undefined && isPublicSince(recorded.days)) return true;
    }
  }
  return false;
}

const isPublicSince = ({ shown, withdrawn, failed, lost, gone }: Readonly<Days>): boolean =>
  shown !== undefined && (withdrawn ?? failed ?? lost ?? gone) === undefined;
