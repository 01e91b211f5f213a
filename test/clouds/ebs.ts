import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Ebs } from "../../clients/aws/ebs/ebs.ts";
import { readSnapshot } from "./read-snapshot.ts";
import type { SnapshotState, SnapshotWriting } from "../../clients/aws/ebs/write-snapshot.ts";
import type { Disk } from "../../storage/disk/disk.ts";
import type { Extent } from "../../storage/disk/extents.ts";
import type { Moto } from "../peers/moto/moto.ts";

export const region = "eu-west-1";
/** The account of callers whose credentials moto does not know. */
export const account = "123456789012";
export const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "a secret of the tests" };

const block = 512 << 10;

/** Limits of a client, in milliseconds: short enough for a test of a fault, long enough for a busy machine. */
const limits = {
  answer: 30_000,
  pause: 5,
  longestPause: 50,
  unknown: 10_000,
  completion: 60_000,
  doubt: 20_000,
  look: 5,
};

export const openEbs = (moto: Moto, more: Partial<typeof limits> = {}): Promise<Ebs> =>
  Ebs.open({ region, credentials, endpoint: moto.url, limits: { ...limits, ...more } });

/** A disk in memory. Only the blocks `used` hold bytes; `tail` bytes follow the last whole block. */
export function diskOf(blocks: number, used: readonly number[], tail = 0): Disk {
  const bytes = Buffer.alloc(blocks * block + tail);
  const extents: Extent[] = [];
  for (const index of used) {
    const at = index * block + ((index * 4096) % (block / 2));
    const content = createHash("sha512").update(`block ${index}`).digest();
    extents.push({ offset: at, length: content.copy(bytes, at) });
  }
  return {
    size: bytes.length,
    extents,
    read(offset, length) {
      const part = Buffer.alloc(length);
      bytes.copy(part, 0, offset, Math.min(bytes.length, offset + length));
      return Promise.resolve(part);
    },
    close: () => Promise.resolve(),
  };
}

/** Reads a snapshot back from AWS, as a disk of this size. `blocks` are those that AWS has. */
export async function readBack(ebs: Ebs, snapshot: string, size: number): Promise<{ bytes: Buffer; blocks: number[] }> {
  const bytes = Buffer.alloc(Math.ceil(size / block) * block);
  const blocks: number[] = [];
  await readSnapshot(ebs, { snapshot, signal: new AbortController().signal }, (read) => {
    bytes.set(read.bytes, read.index * block);
    blocks.push(read.index);
  });
  return { bytes: bytes.subarray(0, size), blocks: blocks.toSorted((a, b) => a - b) };
}

/** The blocks in the record of a folder. */
export async function recordedIn(folder: string): Promise<number[]> {
  const [file] = await readdir(folder);
  if (file === undefined) return [];
  const lines = (await readFile(path.join(folder, file), "utf8")).split("\n").slice(1, -1);
  return lines.map((line) => Number(line.split(" ", 1)[0]));
}

/** The state of a snapshot by EC2. moto takes any signature as long as its IAM is off. */
export async function stateOf(moto: Moto, snapshot: string): Promise<SnapshotState | undefined> {
  const scope = `${credentials.accessKeyId}/20260101/${region}/ec2/aws4_request`;
  const answer = await fetch(moto.url, {
    method: "POST",
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    body: new URLSearchParams({ Action: "DescribeSnapshots", Version: "2016-11-15", "SnapshotId.1": snapshot }),
  });
  const state = /<status>(\w+)<\/status>/.exec(await answer.text())?.[1];
  return state === undefined ? undefined : { state, message: "" };
}

export const writingOf = (
  moto: Moto,
  { ebs, disk, folder }: Pick<SnapshotWriting, "ebs" | "disk" | "folder">,
): SnapshotWriting => ({
  ebs,
  disk,
  folder,
  account,
  content: "a digest",
  description: "an image of the tests",
  tags: { "debian:image": "an-image" },
  stateOf: (snapshot) => stateOf(moto, snapshot),
  signal: new AbortController().signal,
  progress: () => undefined,
});
