import { z } from "zod";
import { isMember, parseImageName, parseSetName, setName } from "../../images/model/image.ts";
import { latestInputs, resourceTypes, versionInputs } from "../../images/tree/resources.ts";
import { isVersion } from "../../images/model/version.ts";
import { imageNameOf, type Registered } from "../identity.ts";
import type { Rule } from "../rule.ts";

const setInputs = versionInputs.pick({ suite: true, channel: true, version: true });
const familiesInput = z.object({ families: z.record(z.string(), z.string()) });

/** The resource's names that readers would not understand, each with what was expected. */
function wrongNames(resource: Registered): string[] {
  const { type, name, props } = resource;
  const image = imageNameOf(resource);
  if (image !== undefined)
    return parseImageName(image) === undefined ? [`${image}: expected the name of an image`] : [];
  switch (type) {
    case resourceTypes.gate:
      return parseSetName(name) === undefined ? [`${name}: expected the name of a set`] : [];
    case resourceTypes.version:
      return wrongSet(name, props);
    case resourceTypes.latest:
      return wrongFamilies(props);
    default:
      return [];
  }
}

function wrongSet(name: string, props: unknown): string[] {
  const set = setInputs.safeParse(props);
  if (!set.success || !isVersion(set.data.version)) return [`${name}: expected a suite, a channel and a version`];
  const expected = setName({ ...set.data, version: set.data.version });
  return name === expected ? [] : [`${name}: expected ${expected}, as its inputs say`];
}

function wrongFamilies(props: unknown): string[] {
  const { data } = familiesInput.safeParse(props);
  if (data === undefined || !latestInputs.pick({ suite: true, channel: true }).safeParse(props).success)
    return ["expected a suite, a channel and families"];
  return Object.entries(data.families)
    .filter(([family, version]) => !isMember(family) || !isVersion(version))
    .map(([family, version]) => `${family}: ${version}: expected vendor/arch: YYYYMMDD-N`);
}

export const namesMatchGrammar: Rule = {
  name: "names-match-grammar",
  description: "The names of images, sets and families are those that readers of the tree understand.",
  reads: ["image", "suite", "channel", "version", "families"],
  violations: wrongNames,
};
