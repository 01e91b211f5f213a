import { open, readdir, readFile, stat, type FileHandle } from "node:fs/promises";
import { basename, join } from "node:path";
import { amphoraDescriptionSchema, type AmphoraDescription } from "./model/description.ts";
import type { AmphoraBuild } from "./model/facts.ts";
import { parseAmphoraName } from "./model/name.ts";
import { UserError, type Problem } from "../../images/model/errors.ts";
import { expectedOf } from "../../images/model/text/expected-words.ts";
import { isIgnored } from "../../images/builds/ignored-files.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { explained, ifPresent } from "../../storage/files/fault.ts";

export interface AmphoraBuilds {
  builds: AmphoraBuild[];
  /** Refusals of wrong builds; the others are used. */
  refusals: Problem[];
}

/** The builds for one OpenStack release. A build's description is written last, so an image without one is not a build yet. */
export async function readAmphoraBuilds(folder: string, release: string): Promise<AmphoraBuilds> {
  const names = await ifPresent(readdir(folder));
  if (names === undefined) throw new UserError(missing(folder, release));
  const found: AmphoraBuilds = { builds: [], refusals: [] };
  for (const name of names.filter((each) => each.endsWith(".json") && !isIgnored(each)).toSorted()) {
    const path = join(folder, name);
    try {
      found.builds.push(await explained(path, () => readBuild(path, release)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      found.refusals.push(...error.problems);
    }
  }
  return found;
}

async function readBuild(path: string, release: string): Promise<AmphoraBuild> {
  const description = await readDescription(path);
  refuseMisnamed(path, description, release);
  const file = path.replace(/\.json$/, ".qcow2");
  const handle = await ifPresent(open(file));
  if (handle === undefined) throw wrong(file, "", "the image that its description describes");
  try {
    return { description, file, size: (await stat(file)).size, minDisk: await gigabytesOf(handle, file) };
  } finally {
    await handle.close();
  }
}

async function readDescription(path: string): Promise<AmphoraDescription> {
  const result = amphoraDescriptionSchema.safeParse(jsonOrUndefined(await readFile(path, "utf8")));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const wanted = issue === undefined ? "" : ` (${issue.path.join(".")}: ${expectedOf(issue)})`;
  throw wrong(path, issue?.path.join(".") ?? "", `a description as recipes/README.md has it${wanted}`);
}

function refuseMisnamed(
  path: string,
  { name, release: built, arch, suite }: AmphoraDescription,
  release: string,
): void {
  const grammar = parseAmphoraName(name);
  if (name !== basename(path, ".json")) throw wrong(path, name, "the name of its own file");
  if (grammar?.arch !== arch || grammar.suite !== suite || (grammar.release ?? built) !== built)
    throw wrong(path, name, `debian-${suite}-${built}-octavia-<point release>.<count>-<day>-${arch}`);
  if (built !== release) throw wrong(path, built, release);
}

/** GiB that the disk needs: its size in a qcow2's header, eight bytes from byte 24 on (QEMU's docs/interop/qcow2.txt). */
async function gigabytesOf(handle: FileHandle, file: string): Promise<number> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
  if (bytesRead < 32 || buffer.toString("latin1", 0, 3) !== "QFI") throw wrong(file, "", "a qcow2");
  return Math.ceil(Number(buffer.readBigUInt64BE(24)) / 2 ** 30);
}

const wrong = (where: string, value: string, expected: string): UserError =>
  new UserError({
    where,
    value,
    expected,
    remedy: "build it again (npm run amphora-image), or remove it; it is not taken",
  });

const missing = (folder: string, release: string): Problem => ({
  where: `cloud-images:images.${release}.folder`,
  value: folder,
  expected: "a folder of builds",
  remedy: `correct it, or build one (npm run amphora-image -- --release ${release} --out ${folder})`,
});
