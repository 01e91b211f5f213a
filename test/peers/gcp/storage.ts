import { createHash } from "node:crypto";
import { Refused } from "./rules.ts";
import { fresh, type Bucket, type State, type StoredObject, type Upload } from "./state.ts";

/** Cloud Storage, as far as an image's upload goes. */

const unit = 256 << 10;

export const objectBody = (bucket: string, { name, generation, bytes, metadata, contentType }: StoredObject) => ({
  kind: "storage#object",
  bucket,
  name,
  generation,
  metadata,
  contentType,
  size: String(bytes.length),
  md5Hash: createHash("md5").update(bytes).digest("base64"),
});

export function bucketOf(state: State, name: string): Bucket {
  const bucket = state.buckets.get(name);
  if (bucket === undefined) throw new Refused("notFound");
  return bucket;
}

export function objectOf(bucket: Bucket, name: string): StoredObject {
  const object = bucket.objects.get(name);
  if (object === undefined) throw new Refused("notFound");
  return object;
}

export function deleteObject(bucket: Bucket, name: string, ifGenerationMatch: string | null): void {
  const object = objectOf(bucket, name);
  if (ifGenerationMatch !== null && ifGenerationMatch !== object.generation) throw new Refused("preconditionFailed");
  bucket.objects.delete(name);
}

function refuseTaken(bucket: Bucket, { object, ifGenerationMatch }: Upload): void {
  const there = bucket.objects.get(object)?.generation ?? "0";
  if (ifGenerationMatch !== null && ifGenerationMatch !== there) throw new Refused("preconditionFailed");
}

/** Begins an upload. Returns its id. */
export function beginUpload(state: State, begun: Omit<Upload, "persisted" | "done">): string {
  const upload: Upload = { ...begun, persisted: Buffer.alloc(0), done: undefined };
  refuseTaken(bucketOf(state, upload.bucket), upload);
  const id = fresh();
  state.uploads.set(id, upload);
  return id;
}

type Sent = { persisted: number } | { bucket: string; object: StoredObject };

/**
 * Takes a piece of an upload. Its range is `bytes START-END/TOTAL` or `bytes START-END/*`; `bytes *`/`TOTAL` asks how much is persisted.
 *
 * @param whole false where the connection ended before the piece: then whole units of it are persisted
 */
export function takePiece(state: State, id: string, range: string, bytes: Buffer, whole: boolean): Sent {
  const upload = state.uploads.get(id);
  if (upload === undefined) throw new Refused("uploadGone");
  if (upload.done !== undefined) return { bucket: upload.bucket, object: upload.done };
  const [, from, to, total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(range) ?? [];
  if (from !== undefined && to !== undefined) {
    if (Number(from) !== upload.persisted.length) throw new Refused("wrongOffset");
    if (total === "*" && (Number(to) + 1 - Number(from)) % unit !== 0) throw new Refused("badPiece");
    const kept = whole ? bytes : bytes.subarray(0, Math.floor(bytes.length / unit) * unit);
    upload.persisted = Buffer.concat([upload.persisted, kept]);
  }
  if (total === "*" || total === undefined || Number(total) !== upload.persisted.length)
    return { persisted: upload.persisted.length };
  const bucket = bucketOf(state, upload.bucket);
  refuseTaken(bucket, upload);
  const { object: name, metadata, contentType, persisted } = upload;
  upload.done = { name, metadata, contentType, bytes: persisted, generation: String(Date.now()) };
  bucket.objects.set(name, upload.done);
  return { bucket: upload.bucket, object: upload.done };
}
