import { readCleartextMessage } from "openpgp";
import type { Day } from "../../images/model/day.ts";
import { clearsigned, type ArchiveKey } from "./debian/archive-keys.ts";

/** An InRelease with the same text, signed by another key. */
export async function resigned(inRelease: Buffer, key: ArchiveKey, day: Day): Promise<Buffer> {
  const message = await readCleartextMessage({ cleartextMessage: inRelease.toString() });
  return Buffer.from(await clearsigned(message.getText(), [{ key, day }]));
}

/** An InRelease in which a word of the signed text was changed. */
export const altered = (inRelease: Buffer): Buffer =>
  Buffer.from(inRelease.toString().replace("Origin: Debian", "Origin: Nobody"));

/** An InRelease with text before the signed part. */
export const withUnsigned = (inRelease: Buffer): Buffer =>
  Buffer.concat([Buffer.from("Origin: Nobody\n\n"), inRelease]);
