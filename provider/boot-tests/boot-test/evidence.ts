import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { verdictText, type VerdictFile } from "../../../images/boot-tests/evidence.ts";
import type { BootResult } from "../../../images/boot-tests/verdict.ts";
import { publishableLog } from "../../../images/builds/build-log.ts";
import { syncDirectory } from "../../../storage/files/atomic.ts";
import { makePublicFolder } from "../../../storage/files/folders.ts";

/** The evidence of one boot, as it came from the guest. */
export interface Traces extends Pick<BootResult, "firmware"> {
  /** `qemu` or `nova:<cloud>`. */
  where: string;
  console: string;
  journal: string | undefined;
}

/** Writes the folder of one attempt, whole by one rename. Replaces what a killed run left of the same attempt. */
export async function writeEvidence(folder: string, verdict: VerdictFile, traces: readonly Traces[]): Promise<void> {
  const work = `${folder}.new`;
  await rm(work, { recursive: true, force: true });
  await makePublicFolder(work);
  await writeWhole(join(work, "verdict.json"), verdictText(verdict));
  for (const { where, firmware, console, journal } of traces) {
    const boot = where === "qemu" ? firmware : `${where.replace(":", "-")}-${firmware}`;
    await writeWhole(join(work, `console-${boot}.log`), await publicText(console));
    if (journal !== undefined) await writeWhole(join(work, `journal-${boot}.log`), await publicText(journal));
  }
  await syncDirectory(work);
  await rm(folder, { recursive: true, force: true });
  await rename(work, folder);
  await syncDirectory(dirname(folder));
}

/** A guest's text as it is kept: plain, and without anything that looks like a credential. */
async function publicText(text: string): Promise<string> {
  const log = await publishableLog(Buffer.from(text));
  return "text" in log ? log.text : `not kept: ${log.noLog}\n`;
}

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o644);
  try {
    await file.writeFile(text);
    // whatever the umask
    await file.chmod(0o644);
    await file.sync();
  } finally {
    await file.close();
  }
}
