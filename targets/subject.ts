import { parseSetName } from "../images/model/image.ts";
import { splitResourceName } from "../images/model/resource-name.ts";
import type { ResourceIdentity, Subject } from "../images/model/subject.ts";
import { mirrorTarget } from "../images/model/target.ts";
import { testTypes } from "../images/boot-tests/test-resources.ts";
import { componentTypes, resourceTypes } from "../images/tree/resources.ts";
import { modelOfType } from "./models.ts";

/** What a resource of a publication is about; a stranger where no target claims its type. */
export function subjectOf(resource: ResourceIdentity): Subject {
  const { type, name } = resource;
  const model = modelOfType(type);
  const part = model?.types[type];
  if (model !== undefined && part !== undefined) {
    const end = `-${model.cloud}-pointers`;
    if (part === "pointer")
      return { of: "pointers", publication: name.endsWith(end) ? name.slice(0, -end.length) : name };
    return { of: "image", part, ...model.subject(resource) };
  }
  switch (type) {
    case componentTypes.publishedImage:
      return { of: "image", image: name, part: "group", targets: [] };
    case resourceTypes.imageFiles:
      return { of: "image", image: imageOf(resource), part: "files", targets: [mirrorTarget.name] };
    case testTypes.bootTest:
      return { of: "image", image: imageOf(resource), part: "tests", targets: [] };
    case resourceTypes.version:
      return { of: "set", set: setOf(name), part: "directory" };
    case resourceTypes.gate:
      return { of: "set", set: setOf(name), part: "gate" };
    case resourceTypes.index:
      return { of: "index", publication: name };
    case resourceTypes.latest:
      return { of: "pointers", publication: name.replace(/-latest$/, "") };
    case componentTypes.pointer:
      return { of: "pointers", publication: name };
    case componentTypes.publication:
      return { of: "publication", publication: name };
    case "pulumi:pulumi:Stack":
      return { of: "engine" };
    case "pulumi:providers:debian":
      return { of: "provider" };
  }
  // the engine makes one for a resource that names no provider
  if (type.startsWith("pulumi:providers:") && name.startsWith("default")) return { of: "engine" };
  return { of: "stranger" };
}

function imageOf({ name, inputs }: ResourceIdentity): string {
  if (inputs === undefined) return splitResourceName(name).base;
  return typeof inputs["image"] === "string" ? inputs["image"] : "";
}

/** The name itself where it is no set's, so that a message can show it. */
function setOf(name: string): string {
  const { base } = splitResourceName(name);
  return parseSetName(base) === undefined ? name : base;
}
