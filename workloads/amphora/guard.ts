import { amphoraTypes } from "./model/resources.ts";
import type { AmphoraPlan } from "./model/plan.ts";
import type { ObservedCloud } from "./facts.ts";
import type { DeletionRule } from "../../images/plan/retention/deletion-rule.ts";

/** Refuses every deletion, except of images that are due by the plan, and of resources whose deletion changes nothing in a cloud. */
export function amphoraDeletionRefusal(
  clouds: readonly { place: Pick<ObservedCloud, "cloud">; plan: Pick<AmphoraPlan, "due"> }[],
): DeletionRule {
  const due = new Set(
    clouds.flatMap(({ place, plan }) => plan.due.map(({ name }) => `${name} in ${place.cloud.cloud}`)),
  );
  return ({ type, name, inputs }) => {
    switch (type) {
      case amphoraTypes.image:
        return due.has(`${textOf(inputs["image"])} in ${textOf(inputs["cloud"])}`) ? null : notDue(name);
      case amphoraTypes.tag:
      case amphoraTypes.boot:
        // deleting these changes nothing in a cloud
        return null;
      default:
        return notDue(name);
    }
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const notDue = (name: string): string =>
  `${name}: the plan keeps it; to remove a cloud from the stack, use npm run pulumi -- state delete`;
