import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { UserError } from "../images/errors.ts";
import { explained, hasCode } from "./fault.ts";

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
    return await explained(path, () => open(path, flags));
  } catch (error) {
    if (hasCode(error, "ELOOP")) throw notPlain(path, "a symbolic link");
    if (hasCode(error, "ENXIO")) throw notPlain(path, "no regular file");
    if (hasCode(error, "ENOENT")) throw notPlain(path, "");
    throw error;
  }
}

const notPlain = (where: string, value: string): UserError =>
  new UserError({ where, value, expected: "a regular file", remedy: "put the build's own file there" });

/** The whole text of a file that others brought, up to so many bytes. Throws a UserError when it is longer. */
export const readArtifactText = async (path: string, mostBytes: number): Promise<string> =>
  (await readArtifactBytes(path, mostBytes)).toString("utf8");

/** As `readArtifactText`, of what may be no text. */
export async function readArtifactBytes(path: string, mostBytes: number): Promise<Buffer> {
  return withArtifactFile(path, async (file) => {
    const { size } = await file.stat();
    if (size <= mostBytes) return file.readFile();
    const remedy = "build the image again, or look into what wrote so much";
    throw new UserError({ where: path, value: `${size} bytes`, expected: `at most ${mostBytes}`, remedy });
  });
}
