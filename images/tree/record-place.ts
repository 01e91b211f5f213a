import type { Problem } from "../model/errors.ts";
import { imageName, type Image } from "../model/image.ts";
import type { ImageRecord, IndexRecord, SetRecord, StagedRecord } from "./record.ts";

/** Checks that a record is where it belongs. One of another set, channel or image is damage, and is never used. */

type Channel = Pick<Image, "suite" | "channel">;
type SetIdentity = Pick<Image, "suite" | "channel" | "version">;

export const misplacedChannel = (where: string, record: Channel, place: Channel): Problem[] => [
  ...misplaced(`${where}: suite`, record.suite, place.suite),
  ...misplaced(`${where}: channel`, record.channel, place.channel),
];

export const misplacedSet = (where: string, record: SetRecord, place: SetIdentity): Problem[] => [
  ...misplacedIdentity(where, record, place),
  ...misplacedImages(where, record.images, place),
];

export const misplacedStaged = (
  where: string,
  { image, ...record }: StagedRecord,
  place: SetIdentity,
  name: string,
) => [
  ...misplacedIdentity(where, record, place),
  ...misplacedImages(where, [image], place),
  ...misplaced(`${where}: image.name`, image.name, name),
];

export const misplacedIndex = (where: string, record: IndexRecord, place: Channel): Problem[] => [
  ...misplacedChannel(where, record, place),
  ...record.sets.flatMap(({ version, images }) => misplacedImages(where, images, { ...place, version })),
];

const misplacedIdentity = (where: string, record: SetIdentity, place: SetIdentity): Problem[] => [
  ...misplacedChannel(where, record, place),
  ...misplaced(`${where}: version`, record.version, place.version),
];

function misplacedImages(where: string, images: readonly ImageRecord[], set: SetIdentity): Problem[] {
  const names = new Set<string>();
  return images.flatMap(({ name, vendor, arch }) => {
    if (names.has(name)) return [problem(`${where}: images`, name, "each image once")];
    names.add(name);
    return misplaced(`${where}: images`, name, imageName({ ...set, vendor, arch }));
  });
}

const misplaced = (where: string, value: string, expected: string): Problem[] =>
  value === expected ? [] : [problem(where, value, `${expected}, as its path says`)];

const problem = (where: string, value: string, expected: string): Problem => ({
  where,
  value,
  expected,
  remedy: "it is a record of something else: move it away, and restore the one that belongs here from a backup",
});
