import { diffImages, nothingKnown } from "../../images/releases/diff/diff.ts";
import type { ImageDiff } from "../../images/releases/diff/types.ts";
import { memberOf, type Image } from "../../images/model/image.ts";
import type { ImagePlan, Plan } from "../../images/plan/types.ts";
import type { Phase } from "../../images/tree/record.ts";
import { recordedPointers } from "../../images/report/pointers.ts";
import type { PublicationSettings } from "../../stacks/config.ts";
import {
  buildContents,
  ifReadable,
  publishedContents,
  type Contents,
} from "../../stacks/publication/facts/tree/contents.ts";
import { atAddress, onThisMachine, type Origin } from "../../stacks/publication/facts/promotion.ts";
import { mapBounded } from "../../storage/bounded.ts";
import { packagesIn, securityOfSides } from "../diff/security.ts";
import type { Side } from "../diff/side.ts";
import type { Session } from "../engine/session.ts";
import type { Publication, Publications } from "../publications.ts";

/**
 * Compares the packages of each image that appears with those of its family's current image, by image name. Leaves out an image
 * without a predecessor, and one whose packages cannot be read. `origin`: where the images' files are.
 */
export async function readDiffs(
  { settings, places }: Pick<Session, "settings" | "places">,
  { publications, remote }: Publications,
  origin: Origin = remote ? atAddress(settings.mirror.url ?? "") : onThisMachine(places),
): Promise<ReadonlyMap<string, ImageDiff>> {
  const diffs = await Promise.all(publications.map((publication) => diffsOf(publication, settings, origin)));
  return new Map(diffs.flat());
}

interface Pair {
  name: string;
  before: Side;
  after: Side;
}

async function diffsOf(
  { plan, facts, policy }: Publication,
  settings: PublicationSettings,
  origin: Origin,
): Promise<[string, ImageDiff][]> {
  const pairs = await readPairs(plan, origin);
  if (pairs.length === 0) return [];
  const sides = pairs.flatMap(({ before, after }) => [before, after]);
  const security = facts.release?.security ?? (await securityOfSides(policy.suite, sides, settings));
  const knowledge = { ...(security ?? nothingKnown(policy.suite)), suite: policy.suite };
  return pairs.map(({ name, before, after }) => [
    name,
    diffImages(packagesIn(before, knowledge.archive), packagesIn(after, knowledge.archive), knowledge),
  ]);
}

const readsAtOnce = 16;

async function readPairs(plan: Plan, origin: Origin): Promise<Pair[]> {
  const current = currentImages(plan);
  const appearing = plan.sets.flatMap(({ images }) => images).filter(appears);
  const pairs = await mapBounded(appearing, readsAtOnce, async (image) => {
    const last = current.get(memberOf(image.image));
    const before = last && (await readSide(last, origin));
    const after = before && (await readSide(image, origin));
    return before === undefined || after === undefined ? [] : [{ name: image.name, before, after }];
  });
  return pairs.flat();
}

const notYetShown: ReadonlySet<Phase | undefined> = new Set<Phase | undefined>([undefined, "made", "held"]);

const appears = ({ record, targets }: ImagePlan): boolean =>
  [...targets].some(([target, { phase }]) => phase === "current" && notYetShown.has(record?.targets[target]?.phase));

/** By family, the image that users find in the tree now. */
function currentImages(plan: Plan): ReadonlyMap<string, ImagePlan> {
  const pointers = recordedPointers(plan).get("mirror") ?? new Map();
  const images = plan.sets.flatMap((set) => set.images);
  return new Map(
    images
      .filter(({ image }) => pointers.get(memberOf(image)) === image.version)
      .map((image) => [memberOf(image.image), image]),
  );
}

async function readSide(planned: ImagePlan, origin: Origin): Promise<Side | undefined> {
  const contents = await ifReadable(contentsOf(planned, origin));
  return contents && { name: planned.name, image: planned.image, contents };
}

/** An image's package data; if this run makes the image, from its source. */
function contentsOf({ image, record, candidate }: ImagePlan, origin: Origin): Promise<Contents | undefined> {
  if (record !== null) return publishedContents(origin(image, record), image);
  if (candidate === null) return Promise.resolve(undefined);
  const daily: Image = { ...image, channel: "daily" };
  return image.channel === "release" ? publishedContents(candidate.source, daily) : buildContents(candidate.source);
}
