import { amphoraTypes } from "./model/resources.ts";
import type { ObservedCloud } from "./facts.ts";
import type { DeletionRule } from "../../images/plan/retention/deletion-rule.ts";

/**
 * Refuses every deletion, except of images that are due by the plan, and of resources whose deletion changes nothing in a cloud. An
 * image that is in Glance no more is one of these: a run was killed after it deleted the image, or somebody else deleted it.
 */
export function amphoraDeletionRefusal(clouds: readonly GuardedCloud[]): DeletionRule {
  const byCloud = new Map(clouds.map((each) => [each.place.cloud.cloud, each]));
  return ({ type, name, inputs }) => {
    switch (type) {
      case amphoraTypes.image:
        return mayGo(textOf(inputs["image"]), byCloud.get(textOf(inputs["cloud"]))) ? null : notDue(name);
      case amphoraTypes.tag:
      case amphoraTypes.boot:
        // deleting these changes nothing in a cloud
        return null;
      default:
        return notDue(name);
    }
  };
}

interface GuardedCloud {
  place: { cloud: Pick<ObservedCloud["cloud"], "cloud">; facts: { images: readonly { name: string }[] } };
  plan: { due: readonly { name: string }[] };
}

function mayGo(image: string, seen: GuardedCloud | undefined): boolean {
  if (seen === undefined) return false;
  const isNamed = ({ name }: { name: string }): boolean => name === image;
  return seen.plan.due.some(isNamed) || !seen.place.facts.images.some(isNamed);
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const notDue = (name: string): string =>
  `${name}: the plan keeps it; to remove a cloud from the stack, use npm run pulumi -- state delete`;
