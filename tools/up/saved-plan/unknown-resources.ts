import type { Problem } from "../../../images/model/errors.ts";
import type { Subject } from "../../../images/model/subject.ts";
import { subjectOf } from "../../../targets/subject.ts";
import { refusalOf, setOfImage, type Due } from "../../../stacks/publication/guard-rule.ts";
import { partsOfUrn } from "../../engine/urn.ts";
import type { ResourceState } from "../../engine/state/state.ts";

/**
 * Resources in the state that the plan does not know: the program does not register them, so the engine would delete them. The
 * engine's own error names only the first protected one.
 */
export function unknownResources(state: ReadonlyMap<string, ResourceState>, due: Due): Problem[] {
  const sets = new Set([...due.known].flatMap(setOfImage));
  return [...state].flatMap(([urn, { inputs, outputs }]) => {
    const resource = { ...partsOfUrn(urn), inputs, outputs };
    if (!isOrphan(subjectOf(resource), due.known, sets) || refusalOf(due, resource) === null) return [];
    const { type, name } = resource;
    return [{ where: name, value: `delete ${type}`, expected: "a plan that knows it", remedy }];
  });
}

/** Whether the resource has files in the tree or an image in a cloud, and the plan knows neither the image nor the set. */
function isOrphan(subject: Subject, images: ReadonlySet<string>, sets: ReadonlySet<string>): boolean {
  switch (subject.of) {
    case "image":
      return (subject.part === "files" || subject.part === "upload") && !images.has(subject.image);
    case "set":
      return subject.part === "directory" && !sets.has(subject.set);
    case "stranger":
      return true;
    default:
      return false;
  }
}

const remedy =
  "nothing was run; see whether records are missing, and check the stack's suite and channel (npm run explain)";
