import { effectOf } from "./operations.ts";
import { subjectOf, type Subject } from "./subject.ts";
import type { EngineNote, EngineStep } from "./types.ts";
import type { Wanted } from "./wanted.ts";

/** Nothing where the plan explains the step. */
export function noteOf(step: EngineStep, wanted: Wanted): EngineNote[] {
  const finding = findingOf(step, subjectOf(step), wanted);
  if (finding === null) return [];
  return [{ operations: step.operations, type: step.type, names: [step.name], ...finding }];
}

type Finding = Pick<EngineNote, "meaning" | "grave"> | null;

const harmless = (meaning: string): Finding => ({ meaning, grave: false });
const grave = (meaning: string): Finding => ({ meaning, grave: true });

function findingOf(step: EngineStep, subject: Subject, wanted: Wanted): Finding {
  if (subject.of === "engine") return null;
  switch (effectOf(step.operations)) {
    case "nothing":
      return null;
    case "makes":
      return ofMaking(step, subject, wanted);
    case "changes":
      return ofChange(subject, wanted);
    case "removes":
      return ofRemoval(subject, wanted);
    case "replaces":
      return grave("deletes what is there to make it anew, which is never wanted");
  }
}

const stranger = grave("nothing that the plan knows of");
const adopted = harmless(
  "is recorded, and new to the engine's state: what is there is taken over, what is missing is made",
);

const notThere = harmless(
  "is recorded at no cloud of this name: nothing is uploaded or shown there but by the plan, which says what it waits for",
);

/** For a cloud only the records say that an image is there: the cloud may be down, or new in the configuration. */
const isUploaded = ({ name }: EngineStep, { uploads }: Wanted): boolean =>
  uploads.some((upload) => name.startsWith(`${upload}-`));

/** What an image has beside its files and its tests is at a cloud. */
const isOfCloud = (type: string): boolean => !/^debian:(cloud|mirror|test):/.test(type);

function ofMaking(step: EngineStep, subject: Subject, wanted: Wanted): Finding {
  const { known, made, moving, publications } = wanted;
  const isInCloud = isOfCloud(step.type);
  switch (subject.of) {
    case "image":
      if (made.has(subject.name)) return null;
      if (isInCloud && known.has(subject.name)) return isUploaded(step, wanted) ? adopted : notThere;
      return known.has(subject.name) ? adopted : stranger;
    case "set":
      if (moving.has(subject.name)) return null;
      return known.has(subject.name) ? adopted : stranger;
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
      if (moving.has(subject.name)) return null;
      if (!known.has(subject.name)) return stranger;
      return harmless(
        "differs from what the engine remembers of it: its configuration has changed, or drift is repaired",
      );
    case "pointers":
      if (pointers.has(subject.publication)) return null;
      return harmless("names that lead elsewhere, or were left behind, are set right");
    case "index":
      return publications.has(subject.publication) ? null : harmless("the index is written anew, with the same images");
    case "publication":
      return harmless("the configuration of the publication has changed");
    case "provider":
      return harmless("the provider itself changes: its version, or the folders it works in");
    case "engine":
      return null;
    case "stranger":
      return stranger;
  }
}

function ofRemoval(subject: Subject, { buried, closed, deleted, known, moving }: Wanted): Finding {
  switch (subject.of) {
    case "image":
      if (deleted.has(subject.name)) return null;
      break;
    case "set":
      if (moving.has(subject.name) || closed.has(subject.name)) return null;
      break;
    case "pointers":
    case "index":
    case "publication":
    case "provider":
    case "engine":
    case "stranger":
      return grave("is taken away, and the plan names no reason");
  }
  if (buried.has(subject.name) && !known.has(subject.name)) {
    return harmless("finishes a deletion of an earlier run, whose tombstone is written");
  }
  return grave("is deleted, and the plan does not name it as due");
}
