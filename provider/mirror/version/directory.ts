import { join } from "node:path";
import type { SetRecord } from "../../../images/tree/record.ts";
import { setTexts } from "../../../images/tree/texts/set-texts.ts";
import { replaceFile, replaceOrRemove, replaceSigned, sweepTemporaries } from "../../../storage/files/atomic.ts";
import { setText } from "../../../storage/tree/records.ts";
import { setFiles } from "../../../images/tree/files.ts";
import { isShown, mirrorOf } from "../target-states.ts";

/** Whether the tree shows any image of the set. */
export const isServed = ({ images }: SetRecord): boolean => images.some((image) => isShown(mirrorOf(image)?.phase));

/** Writes the small files of a set's directory; the record last, so that it never names a missing file. */
export async function describeSet(directory: string, record: SetRecord, dailiesGoAfter: number): Promise<void> {
  // a killed run may have left half a file, and no other run writes here meanwhile
  await sweepTemporaries(directory);
  for (const [name, text] of setTexts(record, dailiesGoAfter)) {
    if (name === setFiles.checksums && text !== undefined) await replaceSigned(join(directory, name), text);
    else await replaceOrRemove(join(directory, name), text);
  }
  await replaceFile(join(directory, setFiles.record), setText(record));
}
