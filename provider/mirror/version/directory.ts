import { join } from "node:path";
import { formatChecksums } from "../../../images/checksums.ts";
import { isChecksummed } from "../../../images/files.ts";
import { headerPage } from "../../../images/header-page.ts";
import type { SetRecord } from "../../../images/record.ts";
import { replaceFile } from "../../../storage/atomic.ts";
import { setText } from "../../../storage/records.ts";
import { setFiles } from "../../../storage/set-files.ts";
import { isShown, mirrorOf } from "../standing.ts";

/** Whether the tree shows any image of the set. */
export const isServed = ({ images }: SetRecord): boolean => images.some((image) => isShown(mirrorOf(image)?.phase));

/** The checksums of what the world finds in a set's directory: not of images that were withdrawn, lost or removed. */
export const checksumsOf = (record: SetRecord): string =>
  formatChecksums(
    record.images
      .filter((image) => isShown(mirrorOf(image)?.phase))
      .flatMap(({ files }) => files.filter(({ name }) => isChecksummed(name))),
  );

/** Writes what a set's directory says of its images; the record last, so that it never names what is not there. */
export async function describeSet(directory: string, record: SetRecord, dailiesGoAfter: number): Promise<void> {
  await replaceFile(join(directory, setFiles.checksums), checksumsOf(record));
  await replaceFile(join(directory, setFiles.page), headerPage({ ...record, kind: "set" }, { dailiesGoAfter }));
  await replaceFile(join(directory, setFiles.record), setText(record));
}
