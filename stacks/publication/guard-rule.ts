import type { PendingDeletion } from "../../images/plan/retention/deletion-rule.ts";
import { parseImageName, setName } from "../../images/model/image.ts";
import type { ImagePlan, Plan, SetPlan } from "../../images/plan/types.ts";
import type { Phase, Tombstone } from "../../images/tree/record.ts";
import { publicRank } from "../../images/tree/visibility.ts";
import type { ImageSubject } from "../../images/model/subject.ts";
import { modelOfType } from "../../targets/models.ts";
import { subjectOf } from "../../targets/subject.ts";
import type { TargetModel } from "../../targets/target.ts";
import { hasDirectory, isGone } from "./inputs.ts";

/** What a run may delete; everything else is refused. */
export interface Due {
  images: ReadonlySet<string>;
  /** `image at target`: uploads that are deleted from a cloud. */
  uploads: ReadonlySet<string>;
  /** `image at target`: images in a cloud that are public, or hidden and still start by their id. */
  shown: ReadonlySet<string>;
  /** Sets without a directory in the tree. */
  directories: ReadonlySet<string>;
  /** Sets without any image left, or that can no longer be shown. */
  gates: ReadonlySet<string>;
  /** Every set that the plan knows. */
  sets: ReadonlySet<string>;
  /** Every image that the plan knows: from its record or its artifact. */
  known: ReadonlySet<string>;
  /** `image at target`: records name an upload of it there. */
  uploaded: ReadonlySet<string>;
  /** Targets that the configuration names. */
  targets: ReadonlySet<string>;
}

/**
 * The deletions that the plans name, and those that a killed run left undone: images with a recorded tombstone left the records
 * before they left the state.
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
    sets: planned,
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

/** The name of the set that an image's name belongs to; none for another name. */
export function setOfImage(name: string): string[] {
  const image = parseImageName(name);
  return image === undefined ? [] : [setName(image)];
}

const namesOf = (sets: readonly SetPlan[]): Set<string> =>
  new Set(sets.flatMap(({ images }) => images.slice(0, 1).map(({ image }) => setName(image))));

/** Why the resource may not be deleted; null if it may. An unknown resource stays. */
export function refusalOf(due: Due, pending: PendingDeletion): string | null {
  const { name } = pending;
  const subject = subjectOf(pending);
  switch (subject.of) {
    case "image":
      return imageRefusal(due, subject, pending);
    case "set":
      if (subject.part === "directory") return due.directories.has(name) ? null : notDue(name);
      // the gate of an unknown set, as after an old tree was restored, protects nothing: its files have a rule of their own
      return due.gates.has(name) || !due.sets.has(name) ? null : notDue(name);
    case "pointers":
      // names that lead nowhere may go with their cloud
      return modelOfType(pending.type)?.holds(pending) === "nothing" ? null : notDue(name);
    default:
      return notDue(name);
  }
}

function imageRefusal(
  due: Due,
  subject: ImageSubject,
  { type, name, inputs, outputs }: PendingDeletion,
): string | null {
  const { image, part } = subject;
  switch (part) {
    case "group":
      // the component has only its files, which are deleted before it or not at all
      return due.images.has(image) || !due.known.has(image) ? null : notDue(image);
    case "tests":
      // the results are in the image's record, and stay there
      return null;
    case "files":
      return filesRefusal(due, image, textOf(outputs["outcome"]));
    case "upload":
    case "access": {
      const holds = modelOfType(type)?.holds({ type, name, inputs, outputs }) ?? "whole";
      const refusals = subject.targets.map((target) => refusalAt(due, { image, target, part, holds }));
      return subject.targets.length === 0 ? notDue(name) : (refusals.find((refusal) => refusal !== null) ?? null);
    }
  }
}

/** An image that failed to be made, and that no record names, never existed. */
function filesRefusal(due: Due, image: string, outcome: string): string | null {
  if (due.images.has(image)) return null;
  return outcome.startsWith("broken") && !due.known.has(image) ? null : notDue(image);
}

interface PartAtTarget extends Pick<ImageSubject, "image" | "part"> {
  target: string;
  holds: ReturnType<TargetModel["holds"]>;
}

function refusalAt(due: Due, { image, target, part, holds }: PartAtTarget): string | null {
  const place = placeName(image, target);
  // a cloud without any upload may leave the configuration: it has nothing to hide and nothing to record as deleted
  if (holds === "nothing" && !due.targets.has(target) && !due.uploaded.has(place)) return null;
  if (part === "access") {
    // deleting an access hides the image; its upload stays until that deletion is due
    if (due.known.has(image)) return due.shown.has(place) ? notDueAt(due, target, place) : null;
    // nobody knows whether an image without a record is shown
    return due.images.has(image) || holds !== "whole" ? null : notDueAt(due, target, place);
  }
  if (due.uploads.has(place)) return null;
  // an upload that was never complete, and that no record names, never existed
  return holds !== "whole" && !due.known.has(image) ? null : notDueAt(due, target, place);
}

/** A cloud with images may not leave the configuration: nothing would hide and delete them. */
const notDueAt = ({ targets }: Due, target: string, place: string): string =>
  targets.has(target)
    ? notDue(place)
    : `${place}: the plan keeps it, and cloud-images:targets does not name its cloud; ${wayOut}`;

/** How a cloud is left. */
const wayOut =
  "name it again with retired: true, which hides and removes what it has, and take it out when all of that is gone";

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const notDue = (name: string): string =>
  `${name}: the plan keeps it; its record or artifact may be missing: restore it, then run again (npm run explain shows what the plan knows)`;
