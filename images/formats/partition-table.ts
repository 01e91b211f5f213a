import { crc32 } from "node:zlib";

/** Checks a disk's partition table by the disk's first bytes: a GPT (UEFI 2.10, chapter 5), or the MBR of boards that start without UEFI. */

/** The number of the disk's first bytes that the check needs: enough for a GPT whose entries do not directly follow its header. */
export const partitionTableHead = 64 * 1024;

const sectorSize = 512;

interface Partition {
  name: string;
  first: number;
  /** The last sector that belongs to it. */
  last: number;
}

/** Findings about the partition table, for people. `head` is the disk's start, `diskSize` in bytes. */
export function checkPartitionTable(head: Buffer, diskSize: number): string[] {
  if (diskSize < partitionTableHead || head.length < partitionTableHead) return [`the disk has only ${diskSize} bytes`];
  if (head.readUInt16LE(510) !== 0xaa55) return ["the disk has no partition table: its first sector is not signed"];
  const lastSector = Math.floor(diskSize / sectorSize) - 1;
  const slots = readMbr(head);
  if (slots.some(({ type }) => type === protective)) return checkGpt(head, lastSector);
  const strange = slots.filter(({ status }) => status !== 0 && status !== 0x80);
  if (strange.length > 0) return strange.map(({ name }) => `the MBR's ${name} is neither active nor inactive`);
  return checkPartitions(slots, { first: 1, last: lastSector });
}

/** The MBR's partition type that marks a GPT. */
const protective = 0xee;

function readMbr(head: Buffer): (Partition & { type: number; status: number })[] {
  return [0, 1, 2, 3].flatMap((index) => {
    const at = 446 + 16 * index;
    const type = head.readUInt8(at + 4);
    const first = head.readUInt32LE(at + 8);
    const slot = { name: `partition ${index + 1}`, first, last: first + head.readUInt32LE(at + 12) - 1 };
    return type === 0 ? [] : [{ ...slot, type, status: head.readUInt8(at) }];
  });
}

const gpt = { header: sectorSize, leastHeader: 92, leastEntry: 128, mostEntries: 1024 };

function checkGpt(head: Buffer, lastSector: number): string[] {
  const header = head.subarray(gpt.header, gpt.header + sectorSize);
  if (header.toString("latin1", 0, 8) !== "EFI PART") return ["the disk has a protective MBR, but no GPT"];
  const size = header.readUInt32LE(12);
  if (size < gpt.leastHeader || size > sectorSize) return [`the GPT's header claims ${size} bytes`];
  if (crc32(withoutChecksum(header.subarray(0, size))) !== header.readUInt32LE(16)) {
    return ["the GPT's header does not match its checksum"];
  }
  return [...checkPlaces(header, lastSector), ...checkEntries(head, header, lastSector)];
}

/** The header's checksum counts itself as zero. */
function withoutChecksum(header: Buffer): Buffer {
  const copy = Buffer.from(header);
  copy.writeUInt32LE(0, 16);
  return copy;
}

const readSector = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

function checkPlaces(header: Buffer, lastSector: number): string[] {
  const [own, backup] = [readSector(header, 24), readSector(header, 32)];
  const findings = own === 1 ? [] : [`the GPT says that it stands in sector ${own}, not 1`];
  if (backup > lastSector)
    findings.push(`the GPT's backup is in sector ${backup}, the disk ends with ${lastSector}: cut off`);
  return findings;
}

function checkEntries(head: Buffer, header: Buffer, lastSector: number): string[] {
  const start = readSector(header, 72) * sectorSize;
  const [count, size] = [header.readUInt32LE(80), header.readUInt32LE(84)];
  if (size < gpt.leastEntry || size % 8 !== 0 || count > gpt.mostEntries || start + count * size > head.length) {
    return [`the GPT claims ${count} entries of ${size} bytes at ${start}, beyond the first ${head.length} bytes`];
  }
  const table = head.subarray(start, start + count * size);
  if (crc32(table) !== header.readUInt32LE(88)) return ["the GPT's entries do not match their checksum"];
  const entries = Array.from({ length: count }, (_, index) => readEntry(table.subarray(index * size), index));
  const usable = { first: readSector(header, 40), last: Math.min(readSector(header, 48), lastSector) };
  return checkPartitions(
    entries.filter((entry) => entry !== undefined),
    usable,
  );
}

function readEntry(entry: Buffer, index: number): Partition | undefined {
  const unused = entry.subarray(0, 16).every((byte) => byte === 0);
  return unused
    ? undefined
    : { name: `partition ${index + 1}`, first: readSector(entry, 32), last: readSector(entry, 40) };
}

function checkPartitions(partitions: readonly Partition[], usable: { first: number; last: number }): string[] {
  if (partitions.length === 0) return ["the partition table holds no partition"];
  const inOrder = partitions.toSorted((a, b) => a.first - b.first);
  return inOrder.flatMap((partition, index) => {
    const before = inOrder[index - 1];
    return [
      ...checkPlace(partition, usable),
      ...(before !== undefined && before.last >= partition.first
        ? [`${before.name} and ${partition.name} overlap`]
        : []),
    ];
  });
}

function checkPlace({ name, first, last }: Partition, usable: { first: number; last: number }): string[] {
  if (last < first) return [`${name} ends in sector ${last}, before its first, ${first}`];
  if (first >= usable.first && last <= usable.last) return [];
  return [`${name} takes sectors ${first} to ${last}, of which only ${usable.first} to ${usable.last} are usable`];
}
