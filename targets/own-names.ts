import { splitResourceName } from "../images/model/resource-name.ts";
import type { ResourceRole, TargetModel } from "./target.ts";

const endings: Readonly<Record<ResourceRole, string>> = { upload: "-image", access: "-access", pointer: "" };

/** Names of a cloud's resources where each target has resources of its own: `<image>-<target>-image`, `<image>-<target>-access`. */
export function ownNames(
  types: TargetModel["types"],
  targetIn: (inputs: Readonly<Record<string, unknown>>) => string | undefined,
): Pick<TargetModel, "subject" | "nameOf"> {
  const endingOf = (type: string): string => endings[types[type] ?? "pointer"];
  const subject: TargetModel["subject"] = ({ type, name, inputs }) => {
    if (inputs !== undefined) {
      const { image } = inputs;
      return { image: typeof image === "string" ? image : "", targets: [targetIn(inputs) ?? []].flat() };
    }
    const { base: image, rest } = splitResourceName(name);
    const target = rest.slice(0, rest.length - endingOf(type).length);
    return { image, targets: target === "" ? [] : [target] };
  };
  return {
    subject,
    nameOf(resource) {
      if (types[resource.type] === "pointer") return resource.name;
      const { image, targets } = subject(resource);
      return `${image}-${targets.join("-")}${endingOf(resource.type)}`;
    },
  };
}
