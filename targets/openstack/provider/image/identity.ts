import { createHash } from "node:crypto";

/** Whose image it is: a UUID is drawn from these. */
interface Identity {
  /** The id of the project. */
  project: string;
  image: string;
  digest: string;
}

/** Of this program's Glance images: drawn once, at random. */
const namespace = Buffer.from("6b1d3a52c9e84f0e9f0d7a4be2c51836", "hex");

/**
 * The UUID (RFC 9562, version 5) of an image's upload. Glance gives an id out once for all time, so whoever asks for the same
 * upload a second time, after a kill or a lost reply, cannot make a second image. `round` counts uploads that were deleted.
 */
export function uploadId({ project, image, digest }: Identity, round: number): string {
  const name = JSON.stringify([project, image, digest, round]);
  const hash = createHash("sha1").update(namespace).update(name).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
