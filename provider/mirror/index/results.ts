import { rm } from "node:fs/promises";
import { join } from "node:path";
import { hasBoots, resultsOf, resultsText } from "../../../images/boot-tests/results.ts";
import { channelDirectory } from "../../../images/model/image.ts";
import type { IndexRecord } from "../../../images/tree/record.ts";
import { replaceFile } from "../../../storage/files/atomic.ts";

const name = "tests.json";
/** The files of results in a channel's directory; their page is one of the finder's. */
export const resultFiles: readonly string[] = [name, "tests.html"];

/** Writes the results of a channel's boot tests beside its index; nothing where there are none. */
export async function writeResults(directory: string, index: IndexRecord): Promise<void> {
  const families = resultsOf(index);
  if (hasBoots(families)) await replaceFile(join(directory, name), resultsText(channelDirectory(index), families));
  else await rm(join(directory, name), { force: true });
}
