import { versionInputs, resourceTypes } from "../../images/tree/resources.ts";
import { missingDays } from "../../images/tree/visibility.ts";
import type { Registered } from "../identity.ts";
import type { Rule } from "../rule.ts";

const imagesInput = versionInputs.pick({ images: true });

/** The images of a set whose state lacks a day that its phase must have. */
function undatedImages({ type, props }: Pick<Registered, "type" | "props">): string[] {
  if (type !== resourceTypes.version) return [];
  const { data } = imagesInput.safeParse(props);
  if (data === undefined) return ["images: expected the state of each image"];
  return data.images.flatMap(({ members, phase, days }) => {
    const missing = missingDays(phase, days);
    return missing.length === 0
      ? []
      : members.map((member) => `${member} is ${phase}: expected its day ${missing.join(", ")}`);
  });
}

export const publicHasDays: Rule = {
  name: "public-has-days",
  description: "Nothing is public without the days that its retention is counted from.",
  reads: ["images"],
  violations: undatedImages,
};
