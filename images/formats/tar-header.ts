/** Reading tar's 512-byte headers: POSIX.1-1988 (ustar), pax (POSIX.1-2001), and GNU's own sparse type. Pure, over given bytes. */

export const blockSize = 512;

/** A problem of a tar: what was found, and what was expected. The message fits after a file's name. */
export class TarError extends Error {
  readonly value: string;
  readonly expected: string;

  constructor(value: string, expected: string) {
    super(`${value}: expected ${expected}`);
    this.name = "TarError";
    this.value = value;
    this.expected = expected;
  }
}

export interface TarHeader {
  name: string;
  /** One character: "0" a file, "S" GNU sparse, "x" pax, "5" a directory, … */
  type: string;
  /** Bytes of the member in the archive, without padding. */
  size: number;
}

const typeNames: Readonly<Record<string, string>> = {
  "1": "a hard link",
  "2": "a symbolic link",
  "3": "a character device",
  "4": "a block device",
  "5": "a directory",
  "6": "a pipe",
};

/** Headers that describe other members: pax, GNU tar. */
const extensionNames: Readonly<Record<string, string>> = {
  g: "a pax global header",
  x: "a second pax header",
  L: "GNU tar's header of a long name",
  K: "GNU tar's header of a long link",
  V: "GNU tar's label of a volume",
  M: "GNU tar's continuation of another volume",
  D: "GNU tar's list of a directory",
};

/** Whether a header of this type describes another member. */
export const isExtension = (type: string): boolean => Object.hasOwn(extensionNames, type);

/** A header's type for people. */
export const describeType = (type: string): string =>
  typeNames[type] ?? extensionNames[type] ?? `a member of type ${type}`;

/** A part of the disk whose bytes are in the archive. Between two regions the disk is zeros. */
export interface Region {
  offset: number;
  size: number;
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");

/** Text up to the first NUL. */
function readText(block: Uint8Array, start: number, length: number): string {
  const [text = ""] = latin1(block.subarray(start, start + length)).split("\0", 1);
  return text;
}

/** A number in octal digits, or in GNU's base 256 (first bit set). */
function readNumber(block: Uint8Array, start: number, length: number): number {
  const field = block.subarray(start, start + length);
  const [first = 0, ...rest] = field;
  if (first === 0x80) return safe(rest.reduce((value, byte) => value * 256 + byte, 0));
  const text = latin1(field);
  const digits = /^ *([0-7]+)[ \0]*$/.exec(text)?.[1];
  if (digits === undefined) throw new TarError(withoutNul(text), "a number in octal digits or base 256");
  return safe(Number.parseInt(digits, 8));
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new TarError(String(value), "a size below 2^53");
  return value;
}

const checksumField = { start: 148, length: 8 };

function hasValidChecksum(block: Uint8Array): boolean {
  const field = block.subarray(checksumField.start, checksumField.start + checksumField.length);
  const add = (sum: number, byte: number): number => sum + byte;
  // the sum counts its own field as eight spaces
  const sum = block.reduce(add, 0) - field.reduce(add, 0) + 8 * 0x20;
  return /^ *0*([0-7]+)[ \0]*$/.test(latin1(field)) && sum === readNumber(field, 0, field.length);
}

export const isZeroBlock = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

/** Reads a header block. Throws a TarError when its checksum or its magic is wrong. */
export function readHeader(block: Uint8Array): TarHeader {
  if (!hasValidChecksum(block)) throw new TarError("a block with a wrong checksum", "a tar header");
  const magic = readText(block, 257, 6);
  if (!magic.startsWith("ustar")) throw new TarError(magic, "the magic ustar");
  // GNU's magic ends in spaces, and its headers keep times where POSIX has the name's prefix
  const prefix = magic === "ustar" ? readText(block, 345, 155) : "";
  const name = readText(block, 0, 100);
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    type: readText(block, 156, 1) || "0",
    size: readNumber(block, 124, 12),
  };
}

interface SparseSlots {
  regions: Region[];
  /** Another block with regions follows. */
  continued: boolean;
}

/** The sparse map's beginning in a header of type "S", with the disk's size. */
export const readSparseHeader = (block: Uint8Array): SparseSlots & { realSize: number } => ({
  ...readSlots(block, { start: 386, slots: 4 }),
  realSize: readNumber(block, 483, 12),
});

/** A block that continues the sparse map of a header of type "S". */
export const readSparseExtension = (block: Uint8Array): SparseSlots => readSlots(block, { start: 0, slots: 21 });

const slotSize = 24;

function readSlots(block: Uint8Array, { start, slots }: { start: number; slots: number }): SparseSlots {
  const end = start + slots * slotSize;
  const regions: Region[] = [];
  // the first unused slot is NUL, and ends the map
  for (let at = start; at < end && block[at + slotSize / 2] !== 0; at += slotSize) {
    regions.push({ offset: readNumber(block, at, 12), size: readNumber(block, at + 12, 12) });
  }
  return { regions, continued: block[end] !== 0 };
}

/** The records `length keyword=value\n` of a pax header's body. */
export function readPaxRecords(body: Uint8Array): Map<string, string> {
  const text = Buffer.from(body.buffer, body.byteOffset, body.length);
  const records = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const start = text.toString("latin1", at, at + mostShown);
    const length = Number(/^\d{1,9}(?= )/.exec(start)?.[0] ?? Number.NaN);
    if (Number.isNaN(length)) throw paxFault(start, "its length first");
    if (at + length > text.length)
      throw paxFault(start, `at most ${text.length - at} bytes, as many as its header has left`);
    const record = text.toString("utf8", at, at + length);
    const match = /^\d+ ([^=]+)=(.*)\n$/s.exec(record);
    if (match === null) throw paxFault(start, "LENGTH KEYWORD=VALUE, and a line's end after as many bytes as it says");
    records.set(match[1] ?? "", match[2] ?? "");
    at += length;
  }
  return records;
}

/** The most characters of a wrong value in a message. */
const mostShown = 80;

const paxFault = (start: string, expected: string): TarError =>
  new TarError(`a pax record that begins ${withoutNul(start)}`, expected);

/** A field's value without its padding. */
const withoutNul = (text: string): string => text.replace(/[\0 ]+$/, "");

/** A number in decimal digits, of a pax record or a sparse map. */
export function readDecimal(text: string): number {
  if (!/^\d{1,16}$/.test(text)) throw new TarError(text.slice(0, mostShown), "a number in decimal digits");
  return safe(Number(text));
}
