import { count } from "../../model/text/columns.ts";
import { parseImageName } from "../../model/image.ts";
import type { DeletionLimit } from "../../config/age-text.ts";
import type { Draft, ImageDraft } from "../draft.ts";

/**
 * The deletions still allowed today. A set counts once, however many images and targets it has, so it is deleted as a whole or
 * not at all. Where images are counted, an image counts once over all its targets.
 */
export interface Allowance {
  readonly limit: DeletionLimit;
  /** Versions or image names that were deleted today, or are deleted in this run. */
  readonly going: Set<string>;
  /** Versions or image names that have to wait for another day. */
  readonly spared: Set<string>;
}

export function allowanceOf(draft: Draft): Allowance {
  const { facts, today, policy, sets } = draft;
  const limit = policy.retention.maxDeletions;
  const going = new Set<string>();
  for (const { day, image } of facts.tombstones) {
    if (day === today) going.add(limit.of === "sets" ? (parseImageName(image)?.version ?? image) : image);
  }
  // a run that was killed today may have recorded them as gone, and written no tombstone yet
  for (const { images } of sets) {
    for (const image of images.values()) if (isHalfGone(draft, image)) going.add(countedAs(limit, image));
  }
  return { limit, going, spared: new Set() };
}

function isHalfGone({ tombstones, today }: Draft, { name, targets }: ImageDraft): boolean {
  for (const [target, { days }] of targets)
    if (days.gone === today && tombstones.at(target, name) === undefined) return true;
  return false;
}

const countedAs = ({ of }: DeletionLimit, { name, image }: ImageDraft): string =>
  of === "sets" ? image.version : name;

/** Whether the image may be deleted today; if so, counts it. */
export function takeAllowance({ limit, going, spared }: Allowance, image: ImageDraft): boolean {
  const counted = countedAs(limit, image);
  const isAllowed = going.has(counted) || going.size < limit.amount;
  (isAllowed ? going : spared).add(counted);
  return isAllowed;
}

export const fullToday = ({ limit }: Allowance): string =>
  `as many ${limit.of} as cloud-images:retention.maxDeletions allows (${limit.amount}) go today`;

export function overflow({ limit, going, spared }: Allowance): string {
  const due = count(new Set([...going, ...spared]).size, limit.of === "sets" ? "set" : "image");
  return (
    `${due} are due to go today, and cloud-images:retention.maxDeletions lets ${limit.amount} go; ` +
    `the others go on the next days, or at once with maxDeletions: ${due}`
  );
}
