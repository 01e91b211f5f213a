import { definitionOf } from "../../images/model/definitions/vendors.ts";
import type { TargetPlan } from "../../images/plan/types.ts";
import { isRequired, outcomeUnsent, type ImageAtTarget } from "../image-at-target.ts";
import { glanceAccess } from "./model/access.ts";
import { glanceProperties } from "./model/properties.ts";
import type { GlanceImageInputs, ImageAccessInputs } from "./model/resources.ts";
import type { OpenstackTarget } from "./model/target.ts";

/**
 * The inputs of the resources in an OpenStack cloud, from the plan; pure, so that a plan is turned into registrations without an
 * engine.
 */

export type ImageInOpenstack = ImageAtTarget<OpenstackTarget>;

/** Without the outcome of its files where that decides. */
export function uploadInputs(place: ImageInOpenstack): Omit<GlanceImageInputs, "outcome"> & { outcome?: string } {
  const { image, target, plan } = place;
  const { cloud, project, hardware } = target.openstack;
  return {
    cloud,
    project,
    image: image.name,
    digest: image.digest,
    required: isRequired({ image, target }),
    properties: glanceProperties(image.image, image.digest, hardware),
    tags: [],
    minDisk: definitionOf({ ...image.image, ownVendor: (image.record ?? image.candidate)?.ownVendor }).diskGigabytes,
    ...outcomeUnsent(place),
    ...repairOf(plan),
  };
}

/** Set once it is shown; undefined where it never is. */
export function accessInputs({
  image,
  target,
  plan,
  recorded,
}: ImageInOpenstack): Omit<ImageAccessInputs, "glanceId"> | undefined {
  if (plan.days.shown === undefined && recorded?.days.shown === undefined) return undefined;
  const { cloud, project, visibility } = target.openstack;
  return {
    cloud,
    project,
    image: image.name,
    // a lost image need not exist
    required: isRequired({ image, target }) && plan.phase !== "lost",
    phase: plan.phase,
    ...glanceAccess(plan.phase, visibility),
    replacement: plan.replacement,
    ...repairOf(plan),
  };
}

const repairOf = ({ repair }: TargetPlan): { repair?: string[] } => (repair.length > 0 ? { repair: [...repair] } : {});
