import { rm } from "node:fs/promises";
import { join } from "node:path";
import { channelDirectory } from "../../../images/model/image.ts";
import { indexSchema, type IndexRecord } from "../../../images/tree/record.ts";
import type { IndexInputs } from "../../../images/tree/resources.ts";
import { hasBoots, resultsOf } from "../../../workloads/test-vm/model/results/history.ts";
import { resultsPage, resultsText } from "../../../workloads/test-vm/model/results/page.ts";
import { parseJson } from "../../../images/model/schema-problems.ts";
import { replaceFile } from "../../../storage/files/atomic.ts";

const files = { page: "tests.html", json: "tests.json" } as const;
export const resultFiles: readonly string[] = Object.values(files);

/** Writes what the boot tests of a channel came to beside its index, whose text says it all; nothing where there are none. */
export async function writeResults(
  directory: string,
  channel: Pick<IndexInputs, "suite" | "channel">,
  index: string,
): Promise<void> {
  const families = index.includes(bootKey) ? resultsOf(parseIndex(index)) : [];
  if (!hasBoots(families)) {
    for (const name of Object.values(files)) await rm(join(directory, name), { force: true });
    return;
  }
  const name = channelDirectory(channel);
  await replaceFile(join(directory, files.page), resultsPage(name, families));
  await replaceFile(join(directory, files.json), resultsText(name, families));
}

/** Stands in an index with an image that has to boot. Most channels have none: their megabytes need not be parsed. */
const bootKey = '"boot": {';

const parseIndex = (text: string): IndexRecord =>
  parseJson(indexSchema, text, { where: "the index", remedy: "this is a fault of the program's" });
