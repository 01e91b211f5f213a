import type { Problem } from "../../images/model/errors.ts";
import { parseImageName, setName } from "../../images/model/image.ts";
import { openstackTypes } from "../../targets/openstack/model/resources.ts";
import { resourceTypes } from "../../images/tree/resources.ts";
import { refusalOf, type Due } from "../../stacks/publication/guard-rule.ts";
import { partsOfUrn } from "../engine/urn.ts";
import type { ResourceState } from "../engine/state.ts";

/**
 * What the state holds, the plan does not know, and nothing explains: the program would leave it out, and so delete it. The
 * engine stops at the first that is protected, and names no other.
 */
export function forgotten(state: ReadonlyMap<string, ResourceState>, due: Due): Problem[] {
  const sets = new Set([...due.known].flatMap(setOfImage));
  return [...state].flatMap(([urn, { inputs, outputs }]) => {
    const { type, name } = partsOfUrn(urn);
    const isKnown = type === resourceTypes.version ? sets.has(name) : due.known.has(imageOf(inputs));
    if (!owners.has(type) || isKnown || refusalOf(due, { type, name, inputs, outputs }) === null) return [];
    return [{ where: name, value: `delete ${type}`, expected: "a plan that knows it", remedy }];
  });
}

/** The resources behind which there are files of the tree, or an image in a cloud. */
const owners: ReadonlySet<string> = new Set([resourceTypes.imageFiles, resourceTypes.version, openstackTypes.image]);

const remedy =
  "nothing was run; look for what the records lost, and at the stack's suite and channel (npm run explain)";

const imageOf = ({ image }: ResourceState["inputs"]): string => (typeof image === "string" ? image : "");

function setOfImage(name: string): string[] {
  const image = parseImageName(name);
  return image === undefined ? [] : [setName(image)];
}
