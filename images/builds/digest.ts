import { createHash } from "node:crypto";

const hexPattern = /^[0-9a-f]{128}$/;
/** 86 characters hold 516 bits; the four spare ones of the last are zero. */
const annotationPattern = /^sha512:[A-Za-z0-9+/]{85}[AQgw]$/;

/** A sha512 as Debian's manifests annotate it: `sha512:` and base64 without padding. */
export function digestAnnotation(hex: string): string {
  if (!hexPattern.test(hex)) throw new RangeError(`not a sha512 in hexadecimal digits: ${hex}`);
  return `sha512:${Buffer.from(hex, "hex").toString("base64").replace(/=+$/, "")}`;
}

export const isDigestAnnotation = (text: string): boolean => annotationPattern.test(text);

/** The hexadecimal digits of an annotation, as SHA512SUMS and records have them; undefined for any other text. */
export function hexOfAnnotation(annotation: string): string | undefined {
  if (!isDigestAnnotation(annotation)) return undefined;
  return Buffer.from(annotation.slice("sha512:".length), "base64").toString("hex");
}

/** RFC 9562's namespace for names that are URLs. */
const urlNamespace = Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex");

/** A UUID of version 5: the same for the same URL, on every machine. */
export function uuidOfUrl(url: string): string {
  const bytes = createHash("sha1").update(urlNamespace).update(url).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
