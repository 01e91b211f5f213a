import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { FileRecord } from "../../images/tree/record.ts";
import { explained } from "../files/fault.ts";
import { damaged } from "./damaged.ts";
import { DiskInFile, readWhole, type Disk } from "./disk.ts";
import { ExtentFinder } from "./extents.ts";

const chunkBytes = 1 << 20;

/** Opens a raw disk of the tree, and reads it once: its digest is checked, and its zeros are found. */
export const openRawFile = (path: string, record: FileRecord, signal: AbortSignal): Promise<Disk> =>
  explained(path, () => readOnce(path, record, signal));

async function readOnce(path: string, record: FileRecord, signal: AbortSignal): Promise<Disk> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw damaged(path, error, record);
  });
  try {
    const { size } = await file.stat();
    if (size !== record.size) throw damaged(path, `${size} bytes`, record);
    // processors compute sha256 several times as fast; older records have no sha256
    const [algorithm, expected] = record.sha256 === undefined ? ["sha512", record.sha512] : ["sha256", record.sha256];
    const hash = createHash(algorithm);
    const finder = new ExtentFinder();
    const chunk = Buffer.alloc(chunkBytes);
    for (let offset = 0; offset < size; offset += chunkBytes) {
      signal.throwIfAborted();
      const bytes = chunk.subarray(0, Math.min(chunkBytes, size - offset));
      await readWhole(file, bytes, offset, path);
      hash.update(bytes);
      finder.push(offset, bytes);
    }
    const found = hash.digest("hex");
    if (found !== expected) throw damaged(path, `${algorithm} ${found}`, record);
    return new DiskInFile(file, { name: path, size, extents: finder.extents });
  } catch (error) {
    await file.close();
    throw error;
  }
}
