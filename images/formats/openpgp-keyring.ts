import { createHash } from "node:crypto";

/** The tag of a packet that is a primary key (RFC 9580, section 5). */
const primaryKey = 6;

/** The fingerprints of the primary keys of a binary OpenPGP keyring, in capitals; of what is no keyring, those before its first fault. */
export function fingerprintsOf(keyring: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < keyring.length;) {
    const packet = packetAt(keyring, at);
    if (packet === undefined) break;
    const fingerprint = packet.tag === primaryKey ? fingerprintOf(packet.body) : undefined;
    if (fingerprint !== undefined) found.push(fingerprint);
    at = packet.end;
  }
  return found;
}

interface Packet {
  tag: number;
  body: Buffer;
  end: number;
}

/** Section 4.2: the packet's tag and length. Keys never come in parts. Undefined where no whole packet begins. */
function packetAt(keyring: Buffer, at: number): Packet | undefined {
  const first = keyring[at] ?? 0;
  if ((first & 0x80) === 0) return undefined;
  const isNew = (first & 0x40) !== 0;
  const length = isNew ? newLength(keyring, at + 1) : oldLength(keyring, at + 1, first & 3);
  if (length === undefined) return undefined;
  const begin = at + 1 + length.bytes;
  const end = begin + length.value;
  if (end > keyring.length) return undefined;
  return { tag: isNew ? first & 0x3f : (first >> 2) & 0xf, body: keyring.subarray(begin, end), end };
}

interface Length {
  value: number;
  /** How many bytes say it. */
  bytes: number;
}

function newLength(keyring: Buffer, at: number): Length | undefined {
  const [first, second] = keyring.subarray(at, at + 2);
  if (first === undefined) return undefined;
  if (first < 192) return { value: first, bytes: 1 };
  if (first < 224 && second !== undefined) return { value: ((first - 192) << 8) + second + 192, bytes: 2 };
  return first === 255 && keyring.length >= at + 5 ? { value: keyring.readUInt32BE(at + 1), bytes: 5 } : undefined;
}

function oldLength(keyring: Buffer, at: number, type: number): Length | undefined {
  const bytes = [1, 2, 4][type];
  return bytes === undefined || keyring.length < at + bytes
    ? undefined
    : { value: keyring.readUIntBE(at, bytes), bytes };
}

/** Section 5.5.4; undefined for a version that nobody should use any more. */
function fingerprintOf(body: Buffer): string | undefined {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const [algorithm, prefix] =
    body[0] === 4
      ? ["sha1", Buffer.concat([Buffer.of(0x99), length.subarray(2)])]
      : ["sha256", Buffer.concat([Buffer.of(0x9b), length])];
  if (body[0] !== 4 && body[0] !== 6) return undefined;
  return createHash(algorithm).update(prefix).update(body).digest("hex").toUpperCase();
}
