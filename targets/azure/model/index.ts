import { splitResourceName } from "../../../images/model/resource-name.ts";
import { isListed } from "../../../images/tree/visibility.ts";
import type { TargetModel } from "../../target.ts";
import { azureConfig } from "../config.ts";
import { azureReaders } from "./readers.ts";
import { azureLatestInputs, azureTypes, sharedVersionInputs } from "./resources.ts";
import { azureTargetName } from "./target.ts";

const shownInput = sharedVersionInputs.pick({ phases: true, shown: true });

const ledInput = azureLatestInputs.pick({ definitions: true });

export const azureModel: TargetModel = {
  cloud: "azure",
  config: azureConfig,
  readers: azureReaders,
  types: { [azureTypes.image]: "upload", [azureTypes.sharedVersion]: "access", [azureTypes.latest]: "pointer" },

  subject({ type, name, inputs }) {
    // one resource is for all regions, and its name names none
    if (inputs === undefined) return { image: splitResourceName(name).base, targets: [] };
    const { image, targets, phases } = inputs;
    return {
      image: typeof image === "string" ? image : "",
      targets: type === azureTypes.image ? listOf(targets) : keysOf(phases).map(azureTargetName),
    };
  },

  nameOf({ type, name: given, inputs: { image } }) {
    if (type === azureTypes.latest) return given;
    const name = `${typeof image === "string" ? image : ""}-azure`;
    return type === azureTypes.image ? name : `${name}-shared`;
  },

  exposureReads: ["phases", "shown"],
  exposure({ type, inputs }) {
    if (type === azureTypes.image)
      return inputs["communityGallery"] === undefined ? [] : ["expected no community gallery: an upload is private"];
    // a version that it leads to is judged by its own resource
    if (type === azureTypes.latest) return [];
    const { data } = shownInput.safeParse(inputs);
    if (data === undefined) return ["expected by region its phase, and whether it is shown"];
    return Object.entries(data.shown).flatMap(([region, isShown]) => {
      const phase = data.phases[region];
      if (!isShown || (phase !== undefined && isListed(phase))) return [];
      return [`${phase ?? "without a phase"} and shown in ${region}: expected hidden`];
    });
  },

  holds({ type, inputs, outputs }) {
    if (type === azureTypes.latest) {
      const { data } = ledInput.safeParse(inputs);
      return data !== undefined && Object.keys(data.definitions).length === 0 ? "nothing" : "whole";
    }
    if (type !== azureTypes.image) return outputs["publicId"] === null ? "part" : "whole";
    if (outputs["versionId"] !== null) return "whole";
    return String(outputs["state"]).startsWith("broken: not uploaded") ? "nothing" : "part";
  },
};

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const keysOf = (value: unknown): string[] => (typeof value === "object" && value !== null ? Object.keys(value) : []);
