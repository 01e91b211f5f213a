import type { Problem } from "../../../images/model/errors.ts";
import type { Subject } from "../../../images/model/subject.ts";
import { parseImageName, setName } from "../../../images/model/image.ts";
import { subjectOf } from "../../../targets/subject.ts";
import { refusalOf, type Due } from "../../../stacks/publication/guard-rule.ts";
import { partsOfUrn } from "../../engine/urn.ts";
import type { ResourceState } from "../../engine/state/state.ts";

/**
 * What the state holds, the plan does not know, and nothing explains: the program would leave it out, and so delete it. The
 * engine stops at the first that is protected, and names no other.
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

/** Whether files of the tree or an image in a cloud are behind it, and the plan knows neither the image nor the set. */
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
  "nothing was run; look for what the records lost, and at the stack's suite and channel (npm run explain)";

function setOfImage(name: string): string[] {
  const image = parseImageName(name);
  return image === undefined ? [] : [setName(image)];
}
