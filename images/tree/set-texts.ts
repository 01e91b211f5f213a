import { formatChecksums } from "./checksums.ts";
import { isChecksummed } from "./files.ts";
import { headerPage } from "./header-page.ts";
import type { SetRecord } from "./record.ts";
import { mirrorTarget } from "../model/target.ts";
import { placeOf } from "./visibility.ts";

/** The texts of the small files in a set's directory, made from its record. */

/** The checksums of the public files in a set's directory: none of withdrawn, lost or removed images. */
export const checksumsOf = (record: SetRecord): string =>
  formatChecksums(
    record.images
      .filter(({ targets }) => isInTree(targets[mirrorTarget.name]))
      .flatMap(({ files }) => files.filter(({ name }) => isChecksummed(name))),
  );

const isInTree = (target: SetRecord["images"][number]["targets"][string] | undefined): boolean =>
  target !== undefined && placeOf(target.phase) === "tree";

export const setPage = ({ suite, channel, version }: SetRecord, dailiesGoAfter: number): string =>
  headerPage({ kind: "set", suite, channel, version }, { dailiesGoAfter });
