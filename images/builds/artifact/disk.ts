import { endOfArchive, mostTrailingZeros, nothingAfterEnd } from "../../formats/archive-end.ts";
import { definitionOf, isDebianVendor, type Described } from "../../model/definitions/vendors.ts";
import type { Problem } from "../../model/errors.ts";
import { buildFile } from "../../tree/files.ts";
import { blockSize } from "../../formats/tar-header.ts";
import type { Subject } from "./subject.ts";

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** A vendor's disk size, in bytes. */
export const diskBytes = (image: Described): number => definitionOf(image).diskGigabytes * gibibyte;

/** Limits of an archive, each with its reason. */
export const archiveBounds = {
  /**
   * Uncompressed bytes to one compressed. Real images shrink three to ten times; a hundred times means a disk of zeros that
   * the build did not leave out, which costs every reader time and room.
   */
  ratio: 100,
  /** Bytes of a tar that may be all zeros without harm. */
  ratioFrom: 64 * 2 ** 20,
  /** A fresh file system makes some thousand; a map of many more turns the disk into as many small writes. */
  regions: 100_000,
};

const again = "build the image again";

/**
 * At most the vendor's size: a larger disk would not fit the smallest flavours that people start it with, so a person has to change
 * the vendor's row first. A smaller disk grows when it boots. Azure takes whole MiB only.
 */
export function checkSize({ probe, image, ownVendor }: Subject): Problem[] {
  const { diskGigabytes } = definitionOf({ ...image, ownVendor });
  const { size } = probe.archive.member;
  if (size <= diskGigabytes * gibibyte && size % mebibyte === 0) return [];
  return [
    {
      where: `${buildFile(probe.source, "tar.xz")}: disk.raw`,
      value: `${size} bytes`,
      expected: `whole MiB, at most ${diskGigabytes} GiB (${diskGigabytes * gibibyte} bytes), the disk of ${image.vendor}`,
      remedy: isDebianVendor(image.vendor)
        ? `${again}, or change images/model/definitions/vendors.json`
        : `${again}, or raise diskGigabytes of cloud-images:vendors.${image.vendor}`,
    },
  ];
}

/** xz lengthens incompressible data only slightly (some 100 bytes per MiB), and padding is bounded. */
export const mostCompressed = (uncompressed: number): number => Math.ceil(uncompressed * 1.01) + 4 * 2 ** 20;

export function checkCompressed({ probe }: Subject): Problem[] {
  const { compressed, uncompressed } = probe.archive;
  if (compressed <= mostCompressed(uncompressed)) return [];
  const expected = `at most ${mostCompressed(uncompressed)}, for a tar of ${uncompressed}`;
  return [{ where: buildFile(probe.source, "tar.xz"), value: `${compressed} bytes`, expected, remedy: again }];
}

export function checkRatio({ probe }: Subject): Problem[] {
  const { compressed, uncompressed } = probe.archive;
  const ratio = uncompressed / compressed;
  if (uncompressed < archiveBounds.ratioFrom || ratio <= archiveBounds.ratio) return [];
  return [
    {
      where: buildFile(probe.source, "tar.xz"),
      value: `${uncompressed} bytes in ${compressed}`,
      expected: `at most ${archiveBounds.ratio} times its size`,
      remedy: `${again}, with the disk's zeros as holes (fstrim, tar --sparse)`,
    },
  ];
}

export function checkRegions({ probe }: Subject): Problem[] {
  const { regions, stored } = probe.archive.member;
  const where = `${buildFile(probe.source, "tar.xz")}: disk.raw`;
  if (stored === 0) return [{ where, value: "no bytes", expected: "a disk that is not empty", remedy: again }];
  if (regions.length <= archiveBounds.regions) return [];
  const expected = `at most ${archiveBounds.regions}`;
  return [{ where, value: `${regions.length} regions in its sparse map`, expected, remedy: again }];
}

/**
 * Only zeros may follow the tar's one member, so the tar's size shows early that it is cut off or has another member. Else this
 * would be found only at its last bytes.
 */
export function checkArchiveEnd({ probe }: Subject): Problem[] {
  const rest = probe.archive.uncompressed - probe.archive.member.end;
  if (rest >= endOfArchive && rest <= mostTrailingZeros && rest % blockSize === 0) return [];
  const expected =
    rest < endOfArchive || rest > mostTrailingZeros
      ? `${endOfArchive} to ${mostTrailingZeros}, as disk.raw is the only member`
      : `whole blocks of ${blockSize} bytes, and ${nothingAfterEnd}`;
  return [{ where: buildFile(probe.source, "tar.xz"), value: `${rest} bytes after disk.raw`, expected, remedy: again }];
}
