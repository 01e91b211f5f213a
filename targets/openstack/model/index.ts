import { ownNames } from "../../own-names.ts";
import type { TargetModel } from "../../target.ts";
import { openstackConfig } from "../config.ts";
import { glanceAccess } from "./access.ts";
import { openstackReaders } from "./readers.ts";
import { imageAccessInputs, openstackTypes } from "./resources.ts";
import { openstackTargetName } from "./target.ts";

const accessInput = imageAccessInputs.pick({ phase: true, visibility: true, hidden: true });

const types = { [openstackTypes.image]: "upload", [openstackTypes.imageAccess]: "access" } as const;

export const openstackModel: TargetModel = {
  cloud: "openstack",
  config: openstackConfig,
  types,
  ...ownNames(types, ({ cloud }) => (typeof cloud === "string" ? openstackTargetName(cloud) : undefined)),
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
    if (hidden !== allowed.hidden)
      wrong.push(hidden ? `${phase} and hidden: expected it in lists` : `${phase} and in lists: expected it hidden`);
    return wrong;
  },

  holds({ type, inputs, outputs }) {
    const { glanceId } = type === openstackTypes.image ? outputs : inputs;
    if (glanceId === null) return "nothing";
    return String(outputs["standing"]).startsWith("broken") ? "part" : "whole";
  },
};
