import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BootResult } from "../../../images/boot-test/verdict.ts";
import { verdictFile, type VerdictFile } from "../../../images/boot-test/evidence.ts";
import { syncDirectory } from "../../../storage/atomic.ts";
import { ifPresent } from "../../../storage/fault.ts";

/** What one boot left to look at. */
export interface Traces extends Pick<BootResult, "firmware"> {
  console: string;
  journal: string | undefined;
}

/** Writes the folder of one attempt beside the image, whole by one rename; what a kill left of the same attempt gives way. */
export async function writeEvidence(folder: string, verdict: VerdictFile, traces: readonly Traces[]): Promise<void> {
  const work = `${folder}.new`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  await writeFile(join(work, "verdict.json"), verdictFile(verdict));
  for (const { firmware, console, journal } of traces) {
    await writeFile(join(work, `console-${firmware}.log`), console);
    if (journal !== undefined) await writeFile(join(work, `journal-${firmware}.log`), journal);
  }
  for (const name of await readdir(work)) await syncFile(join(work, name));
  await rm(folder, { recursive: true, force: true });
  await rename(work, folder);
  await syncDirectory(dirname(folder));
}
