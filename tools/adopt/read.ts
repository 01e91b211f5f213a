import { lstat, readFile } from "node:fs/promises";
import path from "node:path";
import { parseChecksums } from "../../images/tree/texts/checksums.ts";
import { UserError, type Problem } from "../../images/model/errors.ts";
import { fileName, isChecksummed } from "../../images/tree/files.ts";
import { parseImageName, setDirectory, type Image } from "../../images/model/image.ts";
import { parseManifest } from "../../images/builds/manifest.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { sha512OfFile } from "../../storage/files/hash.ts";
import { inTree, type Places } from "../../storage/tree/places.ts";
import type { SetIdentity } from "../../storage/tree/records.ts";
import { agree } from "./agree.ts";
import type { FoundImage } from "./records.ts";

export interface FoundSet {
  set: SetIdentity;
  images: readonly FoundImage[];
  problems: readonly Problem[];
}

interface Directory {
  set: SetIdentity;
  path: string;
  checksums: ReadonlyMap<string, string>;
  sizes: ReadonlyMap<string, number>;
}

/** Reads a directory that was published without a record. `verify`: reads whole data files, not only their metadata. */
export async function readPublished(
  places: Places,
  set: SetIdentity,
  names: readonly string[],
  { verify }: { verify: boolean },
): Promise<FoundSet> {
  try {
    const directory = await readDirectory(inTree(places, setDirectory(set)), set, names);
    const read = await Promise.all(imagesIn(set, names).map((image) => readImage(directory, image)));
    const images = read.map(({ found }) => found);
    const problems = [...read.flatMap((image) => image.problems), ...strangers(directory, images)];
    const damaged = verify && problems.length === 0 ? await damagedFiles(directory, images) : [];
    return { set, images, problems: [...problems, ...damaged, ...emptiness(set, images)] };
  } catch (error) {
    if (error instanceof UserError) return { set, images: [], problems: error.problems };
    throw error;
  }
}

async function readDirectory(folder: string, set: SetIdentity, names: readonly string[]): Promise<Directory> {
  const sums = path.join(folder, "SHA512SUMS");
  const text = await ifPresent(readFile(sums, "utf8"));
  if (text === undefined) throw new UserError({ where: sums, value: "", expected: "the set's checksums", remedy });
  const checksums = new Map(parseChecksums(text, sums).map(({ name, sha512 }) => [name, sha512]));
  const sizes = new Map<string, number>();
  for (const name of names.filter(isChecksummed)) {
    const found = await lstat(path.join(folder, name));
    if (found.isFile()) sizes.set(name, found.size);
  }
  return { set, path: folder, checksums, sizes };
}

const remedy = "correct the directory and adopt again; until then it stays foreign, and is not changed";

/** The images whose manifests are in the directory. */
function imagesIn(set: SetIdentity, names: readonly string[]): Image[] {
  return names
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => parseImageName(name.slice(0, -".json".length)) ?? [])
    .filter(({ suite, channel, version }) => suite === set.suite && channel === set.channel && version === set.version);
}

async function readImage(directory: Directory, image: Image): Promise<{ found: FoundImage; problems: Problem[] }> {
  const file = path.join(directory.path, fileName(image, "json"));
  const manifest = parseManifest(await readFile(file, "utf8"), file);
  const { files, problems } = agree({ image, manifest, checksums: directory.checksums, sizes: directory.sizes });
  return { found: { image, manifest, files }, problems };
}

/** Data files that belong to no image of the set: no record would name them. */
function strangers({ path: folder, checksums, sizes }: Directory, images: readonly FoundImage[]): Problem[] {
  const known = new Set(images.flatMap(({ files }) => files.map(({ name }) => name)));
  const names = new Set([...checksums.keys(), ...sizes.keys()]);
  return [...names]
    .filter(
      (name) =>
        !known.has(name) && !images.some(({ image }) => name.startsWith(`${fileName(image, "json").slice(0, -5)}.`)),
    )
    .map((name) => ({
      where: path.join(folder, name),
      value: "",
      expected: "a file of an image with a manifest",
      remedy,
    }));
}

function emptiness(set: SetIdentity, images: readonly FoundImage[]): Problem[] {
  if (images.length > 0) return [];
  return [{ where: setDirectory(set), value: "", expected: "an image with a manifest", remedy }];
}

async function damagedFiles(directory: Directory, images: readonly FoundImage[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { name, sha512 } of images.flatMap(({ files }) => files)) {
    const found = await sha512OfFile(path.join(directory.path, name));
    if (found === sha512) continue;
    problems.push({ where: path.join(directory.path, name), value: found, expected: `the sha512 ${sha512}`, remedy });
  }
  return problems;
}
