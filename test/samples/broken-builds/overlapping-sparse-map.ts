import { open } from "node:fs/promises";

/** Where the old GNU format has things in its header (GNU tar manual, "Basic Tar Format"): fields of octal digits. */
const sparseEntries = 386;
const numberLength = 12;
const entryLength = 2 * numberLength;
const checksum = { offset: 148, length: 8 };
const headerLength = 512;

/** Makes the tar's first sparse entry begin inside the second one, in an otherwise correct header. */
export async function overlappingSparseMap(tar: string): Promise<void> {
  const file = await open(tar, "r+");
  try {
    const header = Buffer.alloc(headerLength);
    await file.read(header, 0, headerLength, 0);
    const second = sparseEntries + entryLength;
    header.copy(header, sparseEntries, second, second + numberLength);
    header.write(checksumOf(header), checksum.offset, "latin1");
    await file.write(header, 0, headerLength, 0);
  } finally {
    await file.close();
  }
}

/** The sum of the header's bytes, with spaces in place of the sum itself. */
function checksumOf(header: Buffer): string {
  const blank = Buffer.from(header);
  blank.fill(" ", checksum.offset, checksum.offset + checksum.length);
  const sum = blank.reduce((total, byte) => total + byte, 0);
  return `${sum.toString(8).padStart(6, "0")}\0 `;
}
