import { createCipheriv } from "node:crypto";
import { buildKey, usualData, type SampleBuild } from "./build.ts";

const mebibyte = 1024 * 1024;
const block = 64 * 1024;
/** Bytes of noise in each block; the rest is text. So xz compresses a sample like a Debian image, to about a third. */
const noise = block / 4;
/** MiB of each file. */
const fileSize = 16;

export interface PayloadFile {
  path: string;
  chunks: Iterable<Buffer>;
}

/** The image's data, in files. */
export function payloadFiles(build: SampleBuild): PayloadFile[] {
  const size = build.size ?? usualData;
  const keystream = createCipheriv("aes-128-ctr", buildKey(build), Buffer.alloc(16));
  return Array.from({ length: Math.ceil(size / fileSize) }, (_, index) => ({
    path: `usr/lib/firmware/sample-${String(index).padStart(4, "0")}.bin`,
    chunks: blocks((Math.min(fileSize, size - index * fileSize) * mebibyte) / block, keystream),
  }));
}

interface Keystream {
  update(data: Buffer): Buffer;
}

function* blocks(count: number, keystream: Keystream): Generator<Buffer> {
  const zeros = Buffer.alloc(noise);
  for (let done = 0; done < count; done += 1) {
    const random = keystream.update(zeros);
    const line = `${random.toString("hex", 0, 48)} ${done}\n`;
    yield Buffer.concat([random, Buffer.alloc(block - noise, line)]);
  }
}
