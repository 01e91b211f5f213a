import { readFile } from "node:fs/promises";
import { parseManifest } from "../../../../images/builds/manifest.ts";
import {
  shownOn,
  type Catalogue,
  type CataloguedImage,
  type CataloguedSet,
} from "../../../../images/finder/catalogue.ts";
import { changesOf, imageBefore, type ImagePackages } from "../../../../images/finder/changes/compare.ts";
import { changesPath, changesText, type Changes, type ImageFacts } from "../../../../images/finder/changes/record.ts";
import { disksOf } from "../../../../images/finder/disks.ts";
import { mostPoints } from "../../../../images/finder/charts/trends.ts";
import type { Day } from "../../../../images/model/day.ts";
import { setDirectory } from "../../../../images/model/image.ts";
import { withSources } from "../../../../images/packages/packages.ts";
import type { InstalledPackage } from "../../../../images/packages/types.ts";
import { nothingKnown, type SecurityKnowledge } from "../../../../images/releases/diff/diff.ts";
import { fileName } from "../../../../images/tree/files.ts";
import { mapBounded } from "../../../../storage/bounded.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { inTree, type Places } from "../../../../storage/tree/places.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { readAdvisories, type AdvisoryPlaces } from "./advisories.ts";
import { addVulnerabilities } from "./vulnerabilities.ts";
import { readsAtOnce } from "./read-changes.ts";
import { replaceText } from "../texts.ts";
import { readSummaries, rememberSummaries, type Summaries } from "./summaries.ts";

/*
 * What each set brought against the one before: compared once, while the files of both are there, and kept for good. The pages of
 * vulnerabilities come before the set's own file, so that a run after a kill finds whatever is missing.
 */

/** Older sets were compared when they were new; of a tree that never had a finder the newest are enough. */
const mostCompared = 30;

/**
 * Writes the changes of the newest sets where they are missing; answers what those of the newest come to.
 *
 * @param memory the file in staging that remembers it
 */
export async function writeChanges(site: ChangesSite, memory: string, catalogue: Catalogue): Promise<Summaries> {
  const { places } = site;
  const newest = catalogue.sets.slice(0, mostPoints);
  const known = await readSummaries(places, memory, newest);
  const missing = newest.slice(0, mostCompared).filter((set) => isMissing(set, known.get(set.version)?.summary.images));
  if (missing.length > 0) await writeMissing(site, catalogue, missing);
  const summaries = missing.length > 0 ? await readSummaries(places, memory, newest) : known;
  await rememberSummaries(places, memory, summaries);
  return summaries;
}

type ChangesSite = AdvisoryPlaces & Pick<Operation, "locks">;

async function writeMissing(
  site: ChangesSite,
  { suite, sets }: Catalogue,
  missing: readonly CataloguedSet[],
): Promise<void> {
  const { places } = site;
  const knowledge = { ...nothingKnown(suite), advisories: await readAdvisories(site) };
  const packagesOf = remembering((image) => readPackages(places, image));
  for (const set of missing.toReversed()) {
    const shown = shownOn(set);
    if (shown === undefined) continue;
    const changes = await compared(sets, set, { shown, knowledge, packagesOf });
    await addVulnerabilities(site, changes);
    await replaceText(places, inTree(places, changesPath(set)), changesText(changes));
  }
}

/** An image may join its set later. */
const isMissing = ({ images }: CataloguedSet, compared: readonly ImageFacts[] | undefined): boolean =>
  images.some((image) => disksOf(image).length > 0 && !compared?.some(({ member }) => member === image.member));

interface Comparison {
  shown: Day;
  knowledge: SecurityKnowledge;
  packagesOf: (image: CataloguedImage) => Promise<InstalledPackage[] | undefined>;
}

async function compared(
  sets: readonly CataloguedSet[],
  set: CataloguedSet,
  { shown, knowledge, packagesOf }: Comparison,
): Promise<Changes> {
  const images = set.images.filter((image) => disksOf(image).length > 0);
  const found = await mapBounded(images, readsAtOnce, async (image): Promise<ImagePackages> => {
    const before = imageBefore(sets, image);
    const packagesBefore = before === undefined ? undefined : await packagesOf(before);
    return {
      image,
      packages: await packagesOf(image),
      before:
        before === undefined || packagesBefore === undefined
          ? undefined
          : { version: before.version, packages: packagesBefore },
    };
  });
  return changesOf(set, found, { shown, knowledge });
}

/** Each image is compared with the one before it, and the next one with it. */
function remembering<T>(read: (image: CataloguedImage) => Promise<T>): (image: CataloguedImage) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (image) => {
    const found = known.get(image.name) ?? read(image);
    known.set(image.name, found);
    return found;
  };
}

/** Undefined where the manifest is missing or damaged, which the audit reports. */
async function readPackages(places: Places, image: CataloguedImage): Promise<InstalledPackage[] | undefined> {
  const fileOf = (format: "json" | "dpkg-status"): string =>
    inTree(places, `${setDirectory(image)}/${fileName(image, format)}`);
  const manifest = await ifPresent(readFile(fileOf("json"), "utf8"));
  if (manifest === undefined) return undefined;
  const status = await ifPresent(readFile(fileOf("dpkg-status"), "utf8"));
  try {
    const [build] = parseManifest(manifest, fileOf("json")).items;
    return withSources(build.data.packages, status ?? null, null);
  } catch {
    return undefined;
  }
}
