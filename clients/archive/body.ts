import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { UserError } from "../../images/model/errors.ts";
import { start } from "../../storage/programs/start.ts";

/** Data on this machine in an open file: it stays readable when newer data takes its name. */
export interface Body {
  file: FileHandle;
  /** The file or address, for people. */
  where: string;
}

const chunkBytes = 1 << 18;

/** Reads the body from its beginning, any number of times; a stream would close the file at its end. */
async function* chunksOf({ file }: Body): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.allocUnsafe(chunkBytes), position });
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

export async function sha256Of(body: Body): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of chunksOf(body)) hash.update(chunk);
  return hash.digest("hex");
}

export async function sizeOf({ file }: Body): Promise<number> {
  return (await file.stat()).size;
}

/** Throws a UserError where the body is longer than that, or no UTF-8. */
export async function textOf(body: Body, maxBytes: number): Promise<string> {
  if ((await sizeOf(body)) > maxBytes) throw broken(body, `more than ${maxBytes} bytes`);
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(body)) chunks.push(chunk);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw broken(body, "not UTF-8");
  }
}

export const packings = ["xz", "gz"] as const;
export type Packing = (typeof packings)[number];

/** The unpacked data; throws a UserError where the body is damaged or unpacks to more than `maxBytes`. */
export async function* unpacked(body: Body, packing: Packing, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of packing === "xz" ? unxz(body) : gunzip(body)) {
    size += chunk.length;
    if (size > maxBytes) throw broken(body, `more than ${maxBytes} bytes unpacked`);
    yield chunk;
  }
}

async function* gunzip(body: Body): AsyncGenerator<Buffer> {
  const unzip = createGunzip();
  // what goes wrong is thrown where the chunks are read
  pipeline(chunksOf(body), unzip, () => undefined);
  try {
    for await (const chunk of unzip) yield chunk as Buffer;
  } catch (error) {
    throw broken(body, error instanceof Error ? error.message : String(error));
  } finally {
    unzip.destroy();
  }
}

async function* unxz(body: Body): AsyncGenerator<Buffer> {
  const xz = start("xz", ["--decompress", "--stdout", "--threads=1"], { stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    xz.once("error", reject);
    xz.once("close", resolve);
  });
  ended.catch(() => undefined);
  pipeline(chunksOf(body), xz.stdin, () => undefined);
  try {
    for await (const chunk of xz.stdout) yield chunk as Buffer;
    if ((await ended) !== 0) throw broken(body, "xz cannot unpack it");
  } finally {
    xz.kill("SIGKILL");
    xz.stdout.destroy();
  }
}

const broken = ({ where }: Body, value: string): UserError =>
  new UserError({ where, value, expected: "whole data within bounds", remedy: "ask who serves it; it is not used" });
