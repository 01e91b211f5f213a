import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { UserError } from "../../../images/model/errors.ts";
import type { FileRecord } from "../../../images/tree/record.ts";
import type { GlanceImage } from "../../../clients/openstack/services/glance.ts";

/** The file that Glance should have. Called only if the cloud uses another hash than the record. */
export interface Bytes {
  record: Pick<FileRecord, "sha512" | "size">;
  path: () => Promise<string>;
}

/** OpenSSL's name of each Glance `hashing_algorithm` (Python's names). Weak hashes are left out. */
const algorithms: Readonly<Partial<Record<string, string>>> = {
  sha256: "sha256",
  sha384: "sha384",
  sha512: "sha512",
  sha3_256: "sha3-256",
  sha3_384: "sha3-384",
  sha3_512: "sha3-512",
  blake2b: "blake2b512",
};

/**
 * What is wrong with the bytes in Glance, by the hash that Glance reports; undefined if they are the recorded ones. The cloud's
 * operators choose the hash. If it is not the record's, the file is read once more. Throws a UserError for a weak hash.
 */
export async function wrongBytes(image: GlanceImage, { record, path }: Bytes): Promise<string | undefined> {
  const { os_hash_algo: algorithm, os_hash_value: value, size } = image;
  if (typeof size === "number" && size !== record.size)
    return `Glance holds ${size} bytes, the record names ${record.size}`;
  const known = algorithms[algorithm ?? ""];
  if (known === undefined) throw weakHash(image);
  const expected = known === "sha512" ? record.sha512 : await digestOf(await path(), known, record);
  if (value === expected) return undefined;
  return `Glance's ${algorithm ?? ""} is ${value ?? "missing"}, the ${known === "sha512" ? "record's" : "file's"} ${expected}`;
}

/** Computes Glance's digest and the record's in one pass, so that the compared file is the recorded one. */
async function digestOf(path: string, algorithm: string, { sha512 }: Bytes["record"]): Promise<string> {
  const [wanted, recorded] = [createHash(algorithm), createHash("sha512")];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    wanted.update(chunk);
    recorded.update(chunk);
  }
  const own = recorded.digest("hex");
  if (own === sha512) return wanted.digest("hex");
  throw new UserError({
    where: path,
    value: `sha512 ${own}`,
    expected: `${sha512}, as its record has it`,
    remedy: "repair the file; what Glance holds could not be compared, and was not touched",
  });
}

const weakHash = ({ id, name, os_hash_algo: algorithm }: GlanceImage): UserError =>
  new UserError({
    where: `image ${name ?? ""} (${id}): os_hash_algo`,
    value: algorithm ?? "",
    expected: `a hash that tells one image from another: ${Object.keys(algorithms).join(", ")}`,
    remedy:
      "ask the cloud's operators to set hashing_algorithm in glance-api.conf and delete this image, or take the cloud out of targets; it was not touched, and is not uploaded again",
  });
