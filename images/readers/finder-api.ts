import type { Image } from "../model/image.ts";
import { compareVersions } from "../model/version.ts";
import type { ReaderFile, TreeFormat } from "./format.ts";
import type { PublicChannel, PublicImage } from "./public.ts";

/**
 * The API of the old image finder, as static files below `api/v1/images/`: `search` has all images, and `search.d/` has the answers
 * to queries, with `none.json` for what nobody published. The one known client reads `search` with a query, which static files ignore, and takes the first of several newest
 * versions. So the images that it looks for come first.
 */
export const finder: TreeFormat = {
  name: "finder",
  write: (channels) => {
    const images = channels.flatMap(newestImages).toSorted(byPreference);
    return [searchFile("search", images), searchFile("search.d/none.json", []), ...byQuery(images)];
  },
};

const root = "api/v1/images";

/** A client asks for 50 images of a family at most. */
const mostVersions = 50;

/** By family: one that is not built for a while still has its newest image. */
const newestImages = ({ sets }: PublicChannel): PublicImage[] =>
  [
    ...Map.groupBy(
      sets.flatMap(({ images }) => images),
      ({ family }) => family,
    ).values(),
  ].flatMap((images) => images.slice(0, mostVersions));

/** Releases, generic and amd64 first; then the newest. */
function byPreference(a: PublicImage, b: PublicImage): number {
  const [left, right] = [preferenceOf(a), preferenceOf(b)];
  if (left !== right) return left - right;
  return compareVersions(b.version, a.version) || (a.name < b.name ? -1 : 1);
}

const preferenceOf = ({ channel, vendor, arch }: Image): number =>
  (channel === "release" ? 0 : 4) + (vendor === "generic" ? 0 : 2) + (arch === "amd64" ? 0 : 1);

/** `release.json` answers a query without dailies, `any.json` one with them. */
function byQuery(images: readonly PublicImage[]): ReaderFile[] {
  const released = images.filter(({ channel }) => channel === "release");
  return [...answers(images, "any.json"), ...answers(released, "release.json")];
}

const answers = (images: readonly PublicImage[], name: string): ReaderFile[] =>
  [...Map.groupBy(images, ({ suite, vendor, arch }) => `search.d/${suite}/${vendor}/${arch}/${name}`)].map(
    ([path, found]) => searchFile(path, found),
  );

const searchFile = (path: string, images: readonly PublicImage[]): ReaderFile => ({
  path: `${root}/${path}`,
  text: `${JSON.stringify({ results: images.map(resultOf) }, null, 1)}\n`,
});

const resultOf = ({ name, arch, suite, version, vendor, channel, files }: PublicImage) => ({
  id: name,
  arch,
  release: suite,
  vendor,
  version,
  type: channel,
  /** Relative to the tree's root: what `/images/<id>` leads to. */
  manifest: files.find((file) => file.name === `${name}.json`)?.path,
});
