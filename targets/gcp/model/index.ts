import { ownNames } from "../../own-names.ts";
import type { TargetModel } from "../../target.ts";
import { gcpConfig } from "../config.ts";
import { gcpAccess } from "./access.ts";
import { gcpReaders } from "./readers.ts";
import { gcpAccessInputs, gcpFamiliesInputs, gcpTypes } from "./resources.ts";
import { gcpTargetName } from "./target.ts";

const accessInput = gcpAccessInputs.pick({ phase: true, public: true, family: true, obsolete: true });

const led = gcpFamiliesInputs.pick({ families: true });

const types = { [gcpTypes.image]: "upload", [gcpTypes.imageAccess]: "access", [gcpTypes.families]: "pointer" } as const;

export const gcpModel: TargetModel = {
  cloud: "gcp",
  config: gcpConfig,
  types,
  ...ownNames(types, ({ project }) => (typeof project === "string" ? gcpTargetName(project) : undefined)),
  readers: gcpReaders,
  exposureReads: ["phase", "public", "family", "obsolete"],
  exposure({ type, inputs }) {
    if (type === gcpTypes.image) return "family" in inputs ? ["expected no family: an upload is private"] : [];
    // the image that a family leads to is judged by its own resource
    if (type === gcpTypes.families) return [];
    const { data } = accessInput.safeParse(inputs);
    if (data === undefined) return ["expected its phase, whether it is public, and its family"];
    const { phase, family, obsolete } = data;
    const allowed = gcpAccess(phase);
    const wrong: string[] = [];
    if (data.public && !allowed.public) wrong.push(`${phase} and public: expected private`);
    if (family !== null && !allowed.inFamily) wrong.push(`${phase} and in the family ${family}: expected none`);
    if (family !== null && !data.public) wrong.push(`private and in the family ${family}: expected none`);
    if (obsolete && !allowed.obsolete) wrong.push(`${phase} and obsolete, which may be for good: expected it active`);
    return wrong;
  },

  holds({ outputs, inputs, type }) {
    if (type === gcpTypes.families) {
      const { data } = led.safeParse(inputs);
      return data !== undefined && Object.keys(data.families).length === 0 ? "nothing" : "whole";
    }
    const { ref } = type === gcpTypes.image ? outputs : inputs;
    if (ref === null) return "nothing";
    return String(outputs["result"]).startsWith("broken") ? "part" : "whole";
  },
};
