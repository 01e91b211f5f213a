import { modelOfType } from "../../targets/models.ts";
import type { Registered } from "../identity.ts";
import type { Rule } from "../rule.ts";

/** The inputs that would show an image in a phase that is not public. They are plain, and known in every preview. */
const wronglySeen = ({ type, props }: Pick<Registered, "type" | "props">): string[] =>
  modelOfType(type)?.exposure({ type, inputs: props }) ?? [];

export const publicInPhases: Rule = {
  name: "public-in-phases",
  description: "An image is seen by others in a cloud only while it is current, superseded or hidden.",
  reads: ({ type }) => modelOfType(type)?.exposureReads ?? [],
  violations: wronglySeen,
};
