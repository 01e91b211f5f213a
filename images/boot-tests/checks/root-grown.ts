import type { Check } from "./check.ts";

/** The least share of the disk; the boot partitions and the file system itself need the rest. */
const least = 0.88;

export const rootGrown: Check = {
  name: "root-grown",
  about: "the root file system takes the whole disk that the machine was given",
  collect: "findmnt -bno SIZE /",
  judge(output, { diskBytes }) {
    const text = output.trim();
    if (!/^\d{1,15}$/.test(text)) return ["the guest did not say how large its root is"];
    const size = Number(text);
    if (size >= diskBytes * least) return [];
    return [`the root has ${mebibytes(size)} MiB of a disk of ${mebibytes(diskBytes)} MiB`];
  },
};

const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
