import { familyName, imageName, memberOf, type Image } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import { parseVersion } from "../model/version.ts";
import type { Days, ImageRecord, TargetRecord, Tombstone } from "../tree/record.ts";
import { shownPhases, type CataloguedImage, type ImageState, type Place } from "./catalogue.ts";

/** An image that was removed from the tree, with its tombstone. */
export interface RemovedImage {
  image: Image;
  tombstone: Tombstone;
}

/** Empty for an image that never was public. */
export function recordedImage(
  { suite, channel, version }: Pick<Image, "suite" | "channel" | "version">,
  record: ImageRecord,
  tombstone: Tombstone | undefined,
): CataloguedImage[] {
  const image: Image = { suite, channel, version, vendor: record.vendor, arch: record.arch };
  const inTree = record.targets[mirrorTarget.name];
  const state = tombstone === undefined ? stateOf(inTree) : goneState(tombstone, inTree?.days);
  if (state === undefined) return [];
  return [{ ...named(image), state, record, places: placesOf(record) }];
}

const named = (image: Image) => ({
  ...image,
  name: imageName(image),
  family: familyName(image),
  member: memberOf(image),
});

function stateOf(target: TargetRecord | undefined): ImageState | undefined {
  const phase = shownPhases.find((each) => each === target?.phase);
  if (target === undefined || phase === undefined) return undefined;
  const { reason, replacement, days } = target;
  return { phase: isLeaving(target) ? "leaving" : phase, reason, replacement: parseVersion(replacement ?? ""), days };
}

/** An image that is about to leave is unlisted before its phase changes. */
const isLeaving = ({ phase, listed }: TargetRecord): boolean =>
  !listed && (phase === "current" || phase === "superseded");

const placesOf = ({ targets }: ImageRecord): Place[] =>
  Object.entries(targets).flatMap(([target, found]) => {
    const state = target === mirrorTarget.name ? undefined : stateOf(found);
    return state !== undefined && isOffered(found) ? [{ target, refs: found.refs, state }] : [];
  });

export const isOffered = ({ phase, listed, refs }: TargetRecord): boolean =>
  listed && (phase === "current" || phase === "superseded") && refs.length > 0;

export const goneImage = ({ image, tombstone }: RemovedImage): CataloguedImage => ({
  ...named(image),
  state: goneState(tombstone),
  places: [],
});

const goneState = ({ day, reason }: Tombstone, days: Partial<Days> = {}): ImageState => ({
  phase: "gone",
  reason,
  days: { ...days, gone: day },
});
