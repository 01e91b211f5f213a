import type { Doomed } from "../../images/plan/deletion-rule.ts";
import { parseImageName, setName } from "../../images/model/image.ts";
import type { ImagePlan, Plan, SetPlan } from "../../images/plan/types.ts";
import { openstackTypes } from "../../targets/openstack/model/resources.ts";
import type { Phase, Tombstone } from "../../images/tree/record.ts";
import { resourceTypes } from "../../images/tree/resources.ts";
import { openstackTargetName } from "../../targets/openstack/model/target.ts";
import { publicRank } from "../../images/tree/visibility.ts";
import { testTypes } from "../../images/boot-tests/test-resources.ts";
import { hasDirectory, isGone } from "./inputs.ts";

/** What a run may delete; everything else is refused. */
export interface Due {
  images: ReadonlySet<string>;
  /** `image at target`: uploads that go from a cloud. */
  uploads: ReadonlySet<string>;
  /** `image at target`: images that are public in a cloud, or can be found by their id. */
  shown: ReadonlySet<string>;
  /** Sets of which the tree keeps nothing. */
  directories: ReadonlySet<string>;
  /** Sets of which nothing is left, or which can no longer be shown. */
  gates: ReadonlySet<string>;
  /** Every image that the plan knows: from its record or its artifact. */
  known: ReadonlySet<string>;
  /** `image at target`: records name an upload of it there. */
  uploaded: ReadonlySet<string>;
  /** That the configuration names. */
  targets: ReadonlySet<string>;
}

/**
 * What the plans name as due, and what a run that was cut off still owes: images with a recorded tombstone, which left the
 * records before they left the state.
 */
export function dueOf(plans: readonly Plan[], recorded: readonly Tombstone[] = []): Due {
  const sets = plans.flatMap((plan) => plan.sets);
  const images = sets.flatMap((set) => set.images);
  const staying = new Set(images.filter((image) => !isGone(image)).map(({ name }) => name));
  const tombstones = [...recorded, ...plans.flatMap(({ deletions }) => deletions)];
  const going = tombstones.map(({ image }) => image).filter((image) => !staying.has(image));
  const planned = namesOf(sets);
  const there = placesOf(images, (phase) => phase !== "gone");
  const emptied = going.flatMap(setOfImage).filter((set) => !planned.has(set));
  return {
    images: new Set(going),
    uploads: new Set(
      tombstones.map(({ image, target }) => placeName(image, target)).filter((place) => !there.has(place)),
    ),
    shown: placesOf(images, (phase) => publicRank(phase) > 0),
    directories: new Set([...emptied, ...namesOf(sets.filter((set) => !hasDirectory(set)))]),
    gates: new Set([...emptied, ...namesOf(sets.filter((set) => set.gate === "closed" || set.images.every(isGone)))]),
    known: new Set(images.map(({ name }) => name)),
    uploaded: new Set(images.flatMap(uploadsOf)),
    targets: new Set(plans.flatMap(({ pointers }) => [...pointers.keys()])),
  };
}

const placeName = (image: string, target: string): string => `${image} at ${target}`;

const placesOf = (images: readonly ImagePlan[], isMeant: (phase: Phase) => boolean): Set<string> =>
  new Set(
    images.flatMap(({ name, targets }) =>
      [...targets].filter(([, { phase }]) => isMeant(phase)).map(([target]) => placeName(name, target)),
    ),
  );

const uploadsOf = ({ name, record }: ImagePlan): string[] =>
  Object.entries(record?.targets ?? {}).flatMap(([target, { refs }]) =>
    refs.length === 0 ? [] : [placeName(name, target)],
  );

function setOfImage(name: string): string[] {
  const image = parseImageName(name);
  return image === undefined ? [] : [setName(image)];
}

const namesOf = (sets: readonly SetPlan[]): Set<string> =>
  new Set(sets.flatMap(({ images }) => images.slice(0, 1).map(({ image }) => setName(image))));

/** Why the resource may not be deleted; null when it may. */
export function refusalOf(due: Due, { type, name, inputs, outputs }: Doomed): string | null {
  switch (type) {
    case resourceTypes.imageFiles:
      return imageRefusal(due, textOf(inputs["image"]), textOf(outputs["outcome"]));
    case publishedImage:
      // nothing is behind it but its files, which are deleted before it or not at all
      return due.images.has(name) || !due.known.has(name) ? null : notDue(name);
    case openstackTypes.image:
      if (wasNeverThere(due, placeOf(inputs), outputs["glanceId"])) return null;
      return uploadRefusal(due, placeOf(inputs), textOf(outputs["standing"]));
    case openstackTypes.imageAccess:
      if (wasNeverThere(due, placeOf(inputs), inputs["glanceId"])) return null;
      // its deletion hides; the upload stays until its own is due
      return due.shown.has(placeOf(inputs).name) ? notDueAt(due, placeOf(inputs)) : null;
    case resourceTypes.version:
      return due.directories.has(name) ? null : notDue(name);
    case testTypes.bootTest:
      // what was seen belongs to the image and stays with it
      return null;
    case resourceTypes.gate:
      return due.gates.has(name) ? null : notDue(name);
    default:
      return notDue(name);
  }
}

const publishedImage = "debian:cloud:PublishedImage";

/** An image whose making broke and that no record names was never there. */
function imageRefusal(due: Due, image: string, outcome: string): string | null {
  if (due.images.has(image)) return null;
  return outcome.startsWith("broken") && !due.known.has(image) ? null : notDue(image);
}

interface Place {
  image: string;
  target: string;
  /** `image at target` */
  name: string;
}

const placeOf = (inputs: Doomed["inputs"]): Place => {
  const image = textOf(inputs["image"]);
  const target = openstackTargetName(textOf(inputs["cloud"]));
  return { image, target, name: placeName(image, target) };
};

/** A cloud without any upload may leave the configuration: there is nothing to hide or to record as deleted. */
const wasNeverThere = ({ targets, uploaded }: Due, { target, name }: Place, glanceId: unknown): boolean =>
  glanceId === null && !targets.has(target) && !uploaded.has(name);

/** What was never whole, and no record names, was never there. */
function uploadRefusal(due: Due, place: Place, standing: string): string | null {
  if (due.uploads.has(place.name)) return null;
  return standing.startsWith("broken") && !due.known.has(place.image) ? null : notDueAt(due, place);
}

/** A cloud with images may not leave the configuration: nothing would hide and delete its images. */
const notDueAt = ({ targets }: Due, { target, name }: Place): string =>
  targets.has(target)
    ? notDue(name)
    : `${name}: expected to stay, since cloud-images:targets does not name the cloud; ${wayOut}`;

/** How a cloud is left. */
const wayOut =
  "name it again with retired: true, which hides and removes what it has, and take it out when all of that is gone";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const notDue = (name: string): string =>
  `${name}: expected to stay, since the plan does not name it as due; look at the records and artifacts it came from, and run again`;
