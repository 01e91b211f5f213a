import type { FileHandle } from "node:fs/promises";
import * as xz from "../../images/formats/xz-index.ts";
import { start } from "../programs/start.ts";

/** The sizes of an .xz file, from its indexes; a message for people if it is damaged or truncated. */
export async function readXzSizes(
  file: FileHandle,
): Promise<{ compressed: number; uncompressed: number } | { wrong: string }> {
  const { size } = await file.stat();
  const sizes = await xz.readXzSizes(async (position, length) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  }, size);
  return "wrong" in sizes ? sizes : { compressed: size, uncompressed: sizes.uncompressed };
}

/**
 * Decompresses from the file's beginning and hands each chunk to `take` until that says that it has enough; the rest is never
 * decompressed. `take` may throw. Ends quietly with the data, whether or not it was enough.
 */
export async function decompressUntil(file: FileHandle, take: (chunk: Buffer) => boolean): Promise<void> {
  // one thread: several would decompress blocks ahead that nobody asks for
  const xz = start("xz", ["--decompress", "--stdout", "--threads=1"], { stdio: [file.fd, "pipe", "ignore"] });
  const closed = new Promise<void>((resolve) => xz.once("close", () => resolve()));
  const failed = new Promise<never>((_, reject) => xz.once("error", reject));
  try {
    await Promise.race([failed, feed(xz.stdout, take)]);
  } finally {
    xz.kill("SIGKILL");
    xz.stdout.destroy();
    // a program that could not be started closes as well
    await closed;
  }
}

async function feed(chunks: AsyncIterable<Buffer>, take: (chunk: Buffer) => boolean): Promise<void> {
  for await (const chunk of chunks) if (take(chunk)) return;
}
