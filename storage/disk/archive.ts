import { createHash } from "node:crypto";
import { mkdir, open, rm, stat, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { DiskArchive } from "../../images/formats/archive.ts";
import type { FileRecord } from "../../images/tree/record.ts";
import { sweepTemporaries, temporaryBeside } from "../files/atomic.ts";
import { CommandFailure, runCommand } from "../command.ts";
import { explained } from "../files/fault.ts";
import { privateMode } from "../files/folders.ts";
import { damaged } from "./damaged.ts";
import { DiskInFile, type Disk } from "./disk.ts";
import { ExtentFinder } from "./extents.ts";

/** An image's archive in the tree. */
interface Archive {
  path: string;
  record: FileRecord;
  /** sha512 of the uncompressed tar. */
  digest: string;
}

/** Unpacks an archive of the tree once, into a sparse file without a name in `folder`; its digest is checked. */
export async function openArchive(archive: Archive, folder: string, signal: AbortSignal): Promise<Disk> {
  const { path, record, digest } = archive;
  const { size } = await stat(path).catch((error: unknown) => {
    throw damaged(path, error, record);
  });
  if (size !== record.size) throw damaged(path, `${size} bytes`, record);
  return explained(folder, async () => {
    const file = await namelessFile(folder);
    try {
      const disk = await unpackInto(file, archive, signal);
      if (disk.digest === digest) return new DiskInFile(file, { name: path, ...disk });
      throw damaged(path, `a tar with the sha512 ${disk.digest}`, record);
    } catch (error) {
      await file.close();
      throw error;
    }
  });
}

/** The kernel frees the file when this process ends, however it ends. */
async function namelessFile(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: privateMode });
  // the name of a process that was killed before it took it away
  await sweepTemporaries(folder);
  const path = temporaryBeside(join(folder, "disk"));
  const file = await open(path, "wx+", 0o600);
  await rm(path, { force: true });
  return file;
}

async function unpackInto(file: FileHandle, { path, record }: Archive, signal: AbortSignal) {
  const tar = new DiskArchive(path);
  const hash = createHash("sha512");
  const finder = new ExtentFinder();
  const take = async (output: Readable): Promise<void> => {
    for await (const chunk of output) {
      const bytes = chunk as Buffer;
      hash.update(bytes);
      for (const piece of tar.push(bytes))
        for (const run of finder.push(piece.offset, piece.bytes)) await writeWhole(file, run.bytes, run.offset);
    }
  };
  try {
    await runCommand("xz", ["--decompress", "--stdout", "--", path], { signal, take });
  } catch (error) {
    if (error instanceof CommandFailure && error.status !== null) throw damaged(path, error.output, record);
    throw error;
  }
  const { size } = tar.end();
  await file.truncate(size);
  return { digest: hash.digest("hex"), size, extents: finder.extents };
}

async function writeWhole(file: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length;)
    done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
}
