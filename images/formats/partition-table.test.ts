import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkPartitionTable, partitionTableHead } from "./partition-table.ts";

const mib = 2 ** 20;
const diskSize = 64 * mib;

/** What the real sfdisk makes of a script: the head of a disk of 64 MiB. */
function partitioned(script: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "table-"));
  const path = join(folder, "disk.raw");
  const file = openSync(path, "w+");
  try {
    ftruncateSync(file, diskSize);
    execFileSync("sfdisk", ["--quiet", path], { input: script, stdio: ["pipe", "ignore", "ignore"] });
    const head = Buffer.alloc(partitionTableHead);
    readSync(file, head, 0, head.length, 0);
    return head;
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
}

function hasSfdisk(): boolean {
  try {
    execFileSync("sfdisk", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const changed = (head: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(head);
  change(copy);
  return copy;
};

describe.skipIf(!hasSfdisk())("a partition table that sfdisk wrote", () => {
  const likeDebian = "label: gpt\nsize=3MiB, type=21686148-6449-6E6F-744E-656564454649\nsize=20MiB, type=U\ntype=L\n";
  const likeRaspberry = "label: dos\nsize=20MiB, type=c, bootable\ntype=83\n";

  it.each([
    ["GPT", likeDebian],
    ["an MBR", likeRaspberry],
    ["an MBR with an extended partition", "label: dos\nsize=20MiB, type=83\ntype=5\nsize=5MiB\n"],
  ])("is right: %s", (_, script) => {
    expect(checkPartitionTable(partitioned(script), diskSize)).toEqual([]);
  });

  const gpt = hasSfdisk() ? partitioned(likeDebian) : Buffer.alloc(0);
  const mbr = hasSfdisk() ? partitioned(likeRaspberry) : Buffer.alloc(0);

  it.each<[string, Buffer, number, RegExp]>([
    ["a changed GPT header", changed(gpt, (head) => head.writeUInt8(9, 512 + 60)), diskSize, /header does not match/],
    ["a changed GPT entry", changed(gpt, (head) => head.writeUInt8(9, 1024 + 60)), diskSize, /entries do not match/],
    ["a GPT that was wiped", changed(gpt, (head) => head.fill(0, 512, 1024)), diskSize, /protective MBR, but no GPT/],
    [
      "a GPT header of absurd size",
      changed(gpt, (head) => head.writeUInt32LE(5000, 512 + 12)),
      diskSize,
      /claims 5000 bytes/,
    ],
    ["a GPT of a disk that was cut", gpt, diskSize / 2, /cut off/],
    ["an MBR of a disk that was cut", mbr, diskSize / 2, /partition 2 takes sectors .* usable/],
    ["no signature", changed(mbr, (head) => head.writeUInt8(0, 510)), diskSize, /not signed/],
    ["no partition", changed(mbr, (head) => head.fill(0, 446, 510)), diskSize, /holds no partition/],
    [
      "partitions that overlap",
      changed(mbr, (head) => head.copy(head, 462, 446, 462)),
      diskSize,
      /partition 1 and partition 2 overlap/,
    ],
    [
      "a filesystem in place of a table",
      changed(mbr, (head) => head.fill("x", 446, 510)),
      diskSize,
      /neither active nor inactive/,
    ],
    ["an empty partition", changed(mbr, (head) => head.writeUInt32LE(0, 446 + 12)), diskSize, /before its first/],
    ["a disk of zeros", Buffer.alloc(partitionTableHead), diskSize, /not signed/],
    ["a tiny disk", mbr, 512, /only 512 bytes/],
  ])("is wrong with %s", (_, head, size, finding) => {
    expect(checkPartitionTable(head, size).join("; ")).toMatch(finding);
  });
});
