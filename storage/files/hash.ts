import { createHash, hash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { FileRecord } from "../../images/tree/record.ts";

const chunkBytes = 1 << 20;

/** sha512 of a file's content, in hexadecimal digits; the file is never in memory whole. */
export const sha512OfFile = (path: string): Promise<string> => digestOfFile("sha512", path);

/** sha256 of a file's content, as `sha512OfFile`. */
export const sha256OfFile = (path: string): Promise<string> => digestOfFile("sha256", path);

async function digestOfFile(algorithm: "sha512" | "sha256", path: string): Promise<string> {
  const hash = createHash(algorithm);
  await eachChunk(path, (chunk) => hash.update(chunk));
  return hash.digest("hex");
}

async function eachChunk(path: string, take: (chunk: Buffer) => void): Promise<void> {
  // a stream makes a buffer of the largest chunk, also for a small file
  if ((await stat(path)).size <= chunkBytes) take(await readFile(path));
  else for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) take(chunk as Buffer);
}

/** sha256 of a text, in hexadecimal digits: how resources tell that a record is another one. */
export const sha256OfText = (text: string): string => hash("sha256", text);

/** The digests that a record keeps of a file, in hexadecimal digits. */
export type Digests = Required<Pick<FileRecord, "sha512" | "sha256">> & Pick<FileRecord, "incusSha256">;

/** Computes all digests of a file in one pass over its bytes. */
export class FileDigests {
  readonly #sha512 = createHash("sha512");
  readonly #sha256 = createHash("sha256");
  readonly #incusSha256: Hash | undefined;

  /** @param incus what LXD and Incus read before the file */
  constructor(incus?: Uint8Array) {
    this.#incusSha256 = incus === undefined ? undefined : createHash("sha256").update(incus);
  }

  update(bytes: Uint8Array): void {
    this.#sha512.update(bytes);
    this.#sha256.update(bytes);
    this.#incusSha256?.update(bytes);
  }

  end(): Digests {
    return {
      sha512: this.#sha512.digest("hex"),
      sha256: this.#sha256.digest("hex"),
      ...(this.#incusSha256 && { incusSha256: this.#incusSha256.digest("hex") }),
    };
  }
}

/** All digests of a file's content. */
export async function digestsOfFile(path: string, incus?: Uint8Array): Promise<Digests> {
  const digests = new FileDigests(incus);
  await eachChunk(path, (chunk) => digests.update(chunk));
  return digests.end();
}

/** What a record says of a file. */
export async function describeFile(path: string, name: string, incus?: Uint8Array): Promise<FileRecord> {
  return { name, size: (await stat(path)).size, ...(await digestsOfFile(path, incus)) };
}
