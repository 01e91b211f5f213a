import { lstat, readdir, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parseChecksums, parseSha256Sums, type Checksum } from "../../../images/tree/texts/checksums.ts";
import { UserError } from "../../../images/model/errors.ts";
import { aboutOf, headerPage } from "../../../images/tree/texts/header-page.ts";
import { familyLinks, setFiles } from "../../../images/tree/files.ts";
import { familyName, imageName, memberOf, parseMember, type Image, type Member } from "../../../images/model/image.ts";
import { tree } from "../../../images/tree/layout.ts";
import type { ImageRecord } from "../../../images/tree/record.ts";
import type { LatestInputs } from "../../../images/tree/resources.ts";
import { mirrorTarget } from "../../../images/model/target.ts";
import { ifLeading, ifPresent } from "../../../storage/files/fault.ts";
import { sha512OfFile } from "../../../storage/files/hash.ts";
import { readText } from "../../../storage/tree/record-file.ts";
import { inTree, type Places } from "../../../storage/tree/places.ts";
import { readSet } from "../../../storage/tree/records.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { contentOf, type Content } from "./directory.ts";
import { isShown, mirrorOf } from "../target-states.ts";
import type { Leaving } from "../unlist.ts";
import { knownVersion } from "../version/members.ts";

/** One name in `latest/`: its target, relative to its directory, and the target's checksum. */
interface LatestLink extends Checksum {
  target: string;
}

type Channel = Pick<LatestInputs, "suite" | "channel">;

/** The links that `latest` should have; undefined while there is no image to point to. */
export async function wantedContent(
  { places, dailiesGoAfter }: Pick<Operation, "places" | "dailiesGoAfter">,
  news: LatestInputs,
  leaving: Leaving = [],
): Promise<Content | undefined> {
  const shown = await Promise.all(
    familiesOf(news).map(async (image) => ({ image, record: await shownRecord(places, image) })),
  );
  const links = await linksOf(places, news, leaving, shown);
  if (links.length === 0 && (await ifPresent(lstat(inTree(places, tree.latest(news))))) === undefined) return undefined;
  const about = aboutOf(shown.map(({ image: { vendor }, record }) => ({ vendor, ownVendor: record?.ownVendor })));
  const page = headerPage({ kind: "latest", suite: news.suite, channel: news.channel }, { dailiesGoAfter, about });
  return contentOf(links, page);
}

/** A family's image, and its record where the tree shows it. */
interface FamilyImage {
  image: Image;
  record: ImageRecord | undefined;
}

/** The names that `latest` should have, in order: those of the inputs' families, and existing ones that must stay. */
async function linksOf(
  places: Places,
  news: LatestInputs,
  leaving: Leaving,
  shown: readonly FamilyImage[],
): Promise<LatestLink[]> {
  const present = (await presentLinks(places, news)).filter(({ target }) => !isOfLeaving(target, leaving));
  const links = shown.map((family) => familyTargets(family, present));
  const ours = shown.map(({ image }) => `${familyName(image)}.`);
  const foreign = await Promise.all(
    present
      .filter(({ name }) => !ours.some((prefix) => name.startsWith(prefix)))
      .map(async (link) => ((await isForeign(places, news, link)) ? [link] : [])),
  );
  return [...links.flat(), ...foreign.flat()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A family without an immediate successor loses its links to an image that is removed. */
const isOfLeaving = (target: string, leaving: Leaving): boolean =>
  leaving.some(({ image, target: at }) => at === mirrorTarget.name && basename(target).startsWith(`${image}.`));

function familiesOf({ suite, channel, families }: LatestInputs): Image[] {
  return Object.entries(families).flatMap(([member, version]) => {
    const parsed = parseMember(member);
    return parsed === undefined ? [] : [{ suite, channel, ...parsed, version: knownVersion(version) }];
  });
}

/** The families whose image the tree does not show yet. */
export async function familiesBehind(places: Places, news: LatestInputs): Promise<Member[]> {
  const behind = await Promise.all(
    familiesOf(news).map(async (image) => ((await shownRecord(places, image)) === undefined ? [memberOf(image)] : [])),
  );
  return behind.flat();
}

async function shownRecord(places: Places, image: Image): Promise<ImageRecord | undefined> {
  const record = (await readSet(places, image))?.images.find(({ name }) => name === imageName(image));
  return record !== undefined && isShown(mirrorOf(record)?.phase) ? record : undefined;
}

/** A family whose image is not shown keeps the links that it had, as long as they lead somewhere. */
function familyTargets({ image, record }: FamilyImage, present: readonly LatestLink[]): LatestLink[] {
  if (record === undefined) return present.filter(({ name }) => name.startsWith(`${familyName(image)}.`));
  return familyLinks({ ...image, ownVendor: record.ownVendor }).flatMap(({ link, file }) => {
    const recorded = record.files.find(({ name }) => name === file);
    return recorded === undefined ? [] : [{ ...recorded, name: link, target: `../${image.version}/${file}` }];
  });
}

/** The links that `latest` has now and that lead to a file of the channel's directory. */
async function presentLinks(places: Places, channel: Channel): Promise<LatestLink[]> {
  const latest = inTree(places, tree.latest(channel));
  const directory = await ifLeading(realpath(latest));
  if (directory === undefined || !(await stat(directory)).isDirectory()) return [];
  const sums = await sumsIn(directory);
  const names = await readdir(directory);
  const links = await Promise.all(names.map((name) => presentLink(directory, dirname(latest), name, sums)));
  return links.filter((link) => link !== undefined);
}

async function presentLink(directory: string, root: string, name: string, sums: Sums): Promise<LatestLink | undefined> {
  const path = join(directory, name);
  if (!(await lstat(path)).isSymbolicLink()) return undefined;
  const target = resolve(directory, await readlink(path));
  const below = relative(await realpath(root), target);
  const found = await ifLeading(stat(target));
  if (below.startsWith("..") || found?.isFile() !== true) return undefined;
  const sha512 = sums.sha512.get(name) ?? (await sha512OfFile(target));
  return { name, target: join("..", below), sha512, sha256: sums.sha256.get(name) };
}

/** By name, what the directory's checksum files say. */
interface Sums {
  sha512: ReadonlyMap<string, string>;
  sha256: ReadonlyMap<string, string>;
}

async function sumsIn(directory: string): Promise<Sums> {
  const { checksums, sha256 } = setFiles;
  return {
    sha512: await readSums(join(directory, checksums), (text, path) =>
      parseChecksums(text, path).map(({ name, sha512 }) => [name, sha512]),
    ),
    sha256: await readSums(join(directory, sha256), (text, path) =>
      parseSha256Sums(text, path).map((sum) => [sum.name, sum.sha256]),
    ),
  };
}

async function readSums(
  path: string,
  parse: (text: string, path: string) => [string, string][],
): Promise<Map<string, string>> {
  try {
    return new Map(parse((await readText(path)) ?? "", path));
  } catch (error) {
    // damaged: the files themselves are read instead
    if (error instanceof UserError) return new Map();
    throw error;
  }
}

/** Whether a link leads to a directory that is not ours, so that only this program keeps it. */
async function isForeign(places: Places, channel: Channel, { target }: LatestLink): Promise<boolean> {
  const [, directory = ""] = target.split("/");
  const record = inTree(places, `${tree.channel(channel)}/${directory}/${setFiles.record}`);
  return (await ifPresent(stat(record))) === undefined;
}
