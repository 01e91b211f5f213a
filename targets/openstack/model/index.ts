import { splitResourceName } from "../../../images/model/resource-name.ts";
import type { ResourceIdentity } from "../../../images/model/subject.ts";
import type { TargetModel } from "../../target.ts";
import { openstackConfig } from "../config.ts";
import { glanceAccess } from "./access.ts";
import { openstackReaders } from "./readers.ts";
import { imageAccessInputs, openstackTypes } from "./resources.ts";
import { openstackTargetName } from "./target.ts";

const accessInput = imageAccessInputs.pick({ phase: true, visibility: true, hidden: true });

const suffixes: Readonly<Partial<Record<string, string>>> = {
  [openstackTypes.image]: "-image",
  [openstackTypes.imageAccess]: "-access",
};

export const openstackModel: TargetModel = {
  cloud: "openstack",
  config: openstackConfig,
  types: { [openstackTypes.image]: "upload", [openstackTypes.imageAccess]: "access" },

  subject({ type, name, inputs }) {
    if (inputs !== undefined) {
      const { image, cloud } = inputs;
      return {
        image: typeof image === "string" ? image : "",
        targets: typeof cloud === "string" ? [openstackTargetName(cloud)] : [],
      };
    }
    const { base: image, rest } = splitResourceName(name);
    const target = rest.slice(0, rest.length - suffixOf(type).length);
    return { image, targets: target === "" ? [] : [target] };
  },

  nameOf(resource) {
    const { image, targets } = this.subject(resource);
    return `${image}-${targets.join("-")}${suffixOf(resource.type)}`;
  },

  readers: openstackReaders,

  exposureReads: ["phase", "visibility", "hidden"],
  exposure({ type, inputs }) {
    if (type === openstackTypes.image)
      return "visibility" in inputs ? ["expected no visibility: an upload is private"] : [];
    const { data } = accessInput.safeParse(inputs);
    if (data === undefined) return ["expected its phase, its visibility and whether it is hidden"];
    const { phase, visibility, hidden } = data;
    if (visibility === "private") return [];
    const allowed = glanceAccess(phase, visibility);
    const wrong: string[] = [];
    if (allowed.visibility === "private") wrong.push(`${phase} and ${visibility}: expected private`);
    if (visibility === "shared") wrong.push(`${phase} and shared: expected community or public`);
    if (hidden !== allowed.hidden) wrong.push(`${phase} and ${hidden ? "hidden" : "not hidden"}: expected otherwise`);
    return wrong;
  },

  holds({ type, inputs, outputs }) {
    const { glanceId } = type === openstackTypes.image ? outputs : inputs;
    if (glanceId === null) return "nothing";
    return String(outputs["standing"]).startsWith("broken") ? "part" : "whole";
  },
};

const suffixOf = (type: ResourceIdentity["type"]): string => suffixes[type] ?? "";
