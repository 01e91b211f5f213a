import { formatChecksums, formatSha256Sums } from "./checksums.ts";
import { isChecksummed, setFiles } from "./files.ts";
import { headerPage } from "./header-page.ts";
import type { FileRecord, SetRecord } from "./record.ts";
import { mirrorTarget } from "../model/target.ts";
import { placeOf } from "./visibility.ts";

/** The small files in a set's directory, made from its record. */

/** By name: the text that each of these files has, the record excepted; undefined for a file that must not be there. */
export function setTexts(record: SetRecord, dailiesGoAfter: number): [name: string, text: string | undefined][] {
  return [...Object.entries(sumsOf(record)), [setFiles.page, setPage(record, dailiesGoAfter)]];
}

/** The checksums of the public files in a set's directory: none of withdrawn, lost or removed images. */
export function sumsOf(record: SetRecord): Record<string, string | undefined> {
  const files = record.images
    .filter(({ targets }) => isInTree(targets[mirrorTarget.name]))
    .flatMap(({ files }) => files.filter(({ name }) => isChecksummed(name)));
  return sumsTexts(files);
}

/** The checksum files of a directory with these files. */
export const sumsTexts = (files: readonly FileSums[]): Record<string, string | undefined> => ({
  [setFiles.checksums]: formatChecksums(files),
  [setFiles.sha256]: formatSha256Sums(files),
});

type FileSums = Pick<FileRecord, "name" | "sha512" | "sha256">;

const isInTree = (target: SetRecord["images"][number]["targets"][string] | undefined): boolean =>
  target !== undefined && placeOf(target.phase) === "tree";

function setPage({ suite, channel, version, images }: SetRecord, dailiesGoAfter: number): string {
  const ownVendors = new Map(
    images.flatMap(({ vendor, ownVendor }) => (ownVendor === undefined ? [] : [[vendor, ownVendor.about] as const])),
  );
  return headerPage({ kind: "set", suite, channel, version }, { dailiesGoAfter, ownVendors });
}
