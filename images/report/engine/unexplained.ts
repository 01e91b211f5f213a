import { effectOf } from "./operations.ts";
import type { ImageSubject, Subject } from "../../model/subject.ts";
import type { EngineNote } from "../types.ts";
import type { EngineStep } from "../input.ts";
import type { Wanted } from "./wanted.ts";

/** A note on a step that the plans do not explain; empty for one that they explain. */
export function noteOf(step: EngineStep, wanted: Wanted): EngineNote[] {
  const finding = findingOf(step, wanted);
  if (finding === null) return [];
  return [{ operations: step.operations, type: step.type, names: [step.name], ...finding }];
}

const nameOf = (subject: Extract<Subject, { of: "image" | "set" }>): string =>
  subject.of === "image" ? subject.image : subject.set;

type Finding = Pick<EngineNote, "meaning" | "grave"> | null;

const harmless = (meaning: string): Finding => ({ meaning, grave: false });
const grave = (meaning: string): Finding => ({ meaning, grave: true });

function findingOf({ subject, operations }: EngineStep, wanted: Wanted): Finding {
  if (subject.of === "engine") return null;
  switch (effectOf(operations)) {
    case "nothing":
      return null;
    case "makes":
      return ofMaking(subject, wanted);
    case "changes":
      return ofChange(subject, wanted);
    case "removes":
      return ofRemoval(subject, wanted);
    case "replaces":
      return grave("replaces what exists, which means deleting it first: never allowed");
  }
}

const stranger = grave("unknown to the plan");
const adopted = harmless("is recorded, but new to the engine's state: what exists is adopted, what is missing is made");

const notThere = harmless(
  "no record names it at this cloud: nothing is uploaded or shown there until the plan says so",
);

/** Whether a record has the image at one of these targets. The cloud itself may be down, or new in the configuration. */
const isUploaded = ({ image, targets }: ImageSubject, { uploads }: Wanted): boolean =>
  targets.some((target) => uploads.has(`${image} at ${target}`));

function ofMakingImage(subject: ImageSubject, wanted: Wanted): Finding {
  const { image, part } = subject;
  // an image that waited for its gate or for a cloud is shown in a later run than it was made
  if (wanted.made.has(image) || (part === "access" && wanted.moving.has(image))) return null;
  if (!wanted.known.has(image)) return stranger;
  const isInCloud = part === "upload" || part === "access";
  return isInCloud && !isUploaded(subject, wanted) ? notThere : adopted;
}

function ofMaking(subject: Subject, wanted: Wanted): Finding {
  const { known, moving, publications } = wanted;
  switch (subject.of) {
    case "image":
      return ofMakingImage(subject, wanted);
    case "set":
      if (moving.has(subject.set)) return null;
      return known.has(subject.set) ? adopted : stranger;
    case "pointers":
    case "index":
    case "publication":
      return publications.has(subject.publication) ? null : adopted;
    case "provider":
    case "engine":
      return null;
    case "stranger":
      return stranger;
  }
}

function ofChange(subject: Subject, { known, moving, pointers, publications }: Wanted): Finding {
  switch (subject.of) {
    case "image":
    case "set":
      if (moving.has(nameOf(subject))) return null;
      if (!known.has(nameOf(subject))) return stranger;
      return harmless(
        "differs from what the engine remembers of it: its configuration has changed, or drift is repaired",
      );
    case "pointers":
      if (pointers.has(subject.publication)) return null;
      return harmless("pointers that were changed or missed are corrected");
    case "index":
      return publications.has(subject.publication) ? null : harmless("the index is rewritten with the same images");
    case "publication":
      return harmless("the configuration of the publication has changed");
    case "provider":
      return harmless("the provider's version or folders change");
    case "engine":
      return null;
    case "stranger":
      return stranger;
  }
}

function ofRemoval(subject: Subject, { tombstoned, closed, deleted, known, moving }: Wanted): Finding {
  switch (subject.of) {
    case "image":
      if (deleted.has(subject.image)) return null;
      break;
    case "set":
      if (moving.has(subject.set) || closed.has(subject.set)) return null;
      break;
    case "pointers":
    case "index":
    case "publication":
    case "provider":
    case "engine":
    case "stranger":
      return grave("is removed, and the plan names no reason");
  }
  const name = nameOf(subject);
  if (tombstoned.has(name) && !known.has(name)) {
    return harmless("completes a deletion that an earlier run recorded");
  }
  return grave("is deleted, and the plan does not name it as due");
}
