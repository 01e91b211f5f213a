import type { FileRecord } from "../../images/record.ts";
import type { GlanceImage } from "../../openstack/glance.ts";

/** What is wrong with the bytes that Glance holds, by its own account; undefined where they are the recorded ones. */
export function wrongBytes(image: GlanceImage, record: Pick<FileRecord, "sha512" | "size">): string | undefined {
  const { os_hash_algo: algorithm, os_hash_value: value, size } = image;
  if (algorithm !== "sha512") return `Glance hashes with ${algorithm ?? "nothing"}, not with sha512`;
  if (value !== record.sha512) return `Glance's sha512 is ${value ?? "missing"}, the record's ${record.sha512}`;
  return size === record.size ? undefined : `Glance holds ${size ?? 0} bytes, the record names ${record.size}`;
}
