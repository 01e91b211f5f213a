import type { Target } from "../../../images/model/target.ts";
import type { Hardware } from "./properties.ts";
import type { Visibility } from "./resources.ts";

/** A cloud of clouds.yaml, with the settings of its images. */
interface OpenstackPlace {
  cloud: string;
  /** The project that the credentials must be of, by name or id; null: the one that they are of. */
  project: string | null;
  visibility: Extract<Visibility, "community" | "public">;
  hardware?: Hardware;
}

export interface OpenstackTarget extends Target {
  kind: "cloud";
  openstack: OpenstackPlace;
}

export const isOpenstack = (target: Target): target is OpenstackTarget => "openstack" in target;

/** The name of the target for a cloud of clouds.yaml. */
export const openstackTargetName = (cloud: string): string => `openstack-${cloud}`;

export const openstackTarget = (place: OpenstackPlace, required: boolean, retired = false): OpenstackTarget => ({
  name: openstackTargetName(place.cloud),
  kind: "cloud",
  required: required && !retired,
  vendors: ["generic", "genericcloud"],
  // Glance has no names that move: an image says what replaced it
  withoutPointers: true,
  ...(retired && { retired }),
  openstack: place,
});
