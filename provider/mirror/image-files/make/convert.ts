import type { Readable } from "node:stream";
import { CommandFailure, runCommand } from "../../../../storage/command.ts";

/**
 * Makes the qcow2 of a raw disk, the same bytes each time. `-f raw` always: a disk that begins like a qcow2 must not make
 * qemu-img read other files. Never `-W`: it writes the clusters in the order in which they happen to be compressed.
 */
export async function convert(
  raw: string,
  qcow2: string,
  { signal, progress }: { signal: AbortSignal; progress: (percent: number) => void },
): Promise<void> {
  const args = ["convert", "-p", "-f", "raw", "-O", "qcow2", "-c", "-o", "compat=1.1", raw, qcow2];
  const take = async (output: Readable): Promise<void> => {
    for await (const text of output.setEncoding("utf8")) {
      // qemu-img's progress line: "    (12.34/100%)\r"
      const percent = /\((\d+)\.\d+\/100%\)\s*$/.exec(String(text))?.[1];
      if (percent !== undefined) progress(Number(percent));
    }
  };
  try {
    await runCommand("qemu-img", args, { signal, take });
  } catch (error) {
    if (!(error instanceof CommandFailure) || !error.output.includes("No space left on device")) throw error;
    throw Object.assign(new Error(error.message), { code: "ENOSPC", path: qcow2 });
  }
}
