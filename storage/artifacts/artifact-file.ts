import { isUtf8 } from "node:buffer";
import { constants } from "node:fs";
import { open, stat, type FileHandle } from "node:fs/promises";
import { UserError } from "../../images/model/errors.ts";
import { copyOf } from "../files/copy.ts";
import { explained, explainFault, hasCode } from "../files/fault.ts";

/** No link is followed, and no pipe waited for. */
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Opens a regular file that others brought, for `work` alone. Throws a UserError when it is a link or anything else. */
export async function withArtifactFile<Result>(
  path: string,
  work: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  const file = await openPlain(path);
  try {
    if (!(await file.stat()).isFile()) throw notPlain(path, "no regular file");
    return await explained(path, () => work(file));
  } finally {
    await file.close();
  }
}

async function openPlain(path: string): Promise<FileHandle> {
  try {
    return await open(path, flags);
  } catch (error) {
    if (hasCode(error, "ELOOP")) throw notPlain(path, "a symbolic link");
    if (hasCode(error, "ENXIO")) throw notPlain(path, "no regular file");
    if (hasCode(error, "ENOENT")) throw notPlain(path, "");
    if (hasCode(error, "EACCES"))
      throw notPlain(
        path,
        "a file that this user may not read",
        "correct its mode, or that of a folder on the way to it",
      );
    throw explainFault(error, path);
  }
}

const notPlain = (where: string, value: string, remedy = "put the build's own file there"): UserError =>
  new UserError({ where, value, expected: "a regular file", remedy });

/** Copies an untrusted file, up to a number of bytes, and never follows a link. Throws a UserError if it is longer. */
export async function copyArtifact(from: string, to: string, mostBytes: number): Promise<void> {
  await withArtifactFile(from, async (file) => {
    const { size } = await file.stat();
    if (size > mostBytes) throw tooLong(from, size, mostBytes);
    // by its descriptor: the name may belong to another file by now
    await copyOf(`/proc/self/fd/${file.fd}`, to).catch((error: unknown) => {
      throw error instanceof Error ? Object.assign(error, { path: from }) : error;
    });
    const copied = await stat(to);
    if (copied.size > mostBytes) throw tooLong(from, copied.size, mostBytes);
  });
}

const tooLong = (where: string, size: number, mostBytes: number): UserError =>
  new UserError({
    where,
    value: `${size} bytes`,
    expected: `at most ${mostBytes}`,
    remedy: "build the image again, or look into what wrote so much",
  });

/**
 * The whole text of an untrusted file, up to a number of bytes. Throws a UserError if it is longer or not UTF-8: the published
 * bytes must be the read ones, and readers would guess other bytes differently.
 */
export async function readArtifactText(path: string, mostBytes: number): Promise<string> {
  const bytes = await readArtifactBytes(path, mostBytes);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const remedy = "build the image again, and let its tools write UTF-8";
  throw new UserError({ where: path, value: `${bytes.length} bytes that are no UTF-8`, expected: "UTF-8", remedy });
}

/** As `readArtifactText`, for a file that may be no text. Reads a growing file only up to the limit. */
export async function readArtifactBytes(path: string, mostBytes: number): Promise<Buffer> {
  return withArtifactFile(path, async (file) => {
    const { size } = await file.stat();
    const bytes = size > mostBytes ? undefined : await readAtMost(file, mostBytes);
    if (bytes !== undefined) return bytes;
    throw tooLong(path, size, mostBytes);
  });
}

/** Undefined if the file is longer. */
async function readAtMost(file: FileHandle, mostBytes: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of file.createReadStream({ autoClose: false, end: mostBytes })) {
    pieces.push(piece as Buffer);
    size += (piece as Buffer).length;
  }
  return size > mostBytes ? undefined : Buffer.concat(pieces);
}
