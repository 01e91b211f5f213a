import type { TargetPlan } from "../../images/plan/types.ts";
import { isRequired, outcomeUnsent, type ImageAtTarget } from "../image-at-target.ts";
import { cloudDescription } from "../names.ts";
import { gcpAccess } from "./model/access.ts";
import { gcpNames } from "./model/names.ts";
import { identityLabels, machineOf } from "./model/properties.ts";
import type { GcpAccessInputs, GcpImageInputs } from "./model/resources.ts";
import type { GcpTarget } from "./model/target.ts";

/** The inputs of the resources in a project of Google Cloud, from the plan; pure. */

export type ImageInGcp = ImageAtTarget<GcpTarget>;

/** Without the outcome of its files where that decides. */
export function uploadInputs(place: ImageInGcp): Omit<GcpImageInputs, "outcome"> & { outcome?: string } {
  const { image, target, plan } = place;
  const { project, bucket, location, prefix, serviceAccount } = target.gcp;
  return {
    project,
    serviceAccount,
    bucket,
    location,
    image: image.name,
    name: gcpNames(image.image, prefix).name,
    digest: image.digest,
    required: isRequired({ image, target }),
    description: cloudDescription(image.image),
    ...machineOf(image.image),
    labels: identityLabels(image.image, image.digest),
    ...outcomeUnsent(place),
    ...repairOf(plan),
  };
}

/** Set once it is shown; undefined where it never is. */
export function accessInputs({ image, target, plan, recorded }: ImageInGcp): Omit<GcpAccessInputs, "ref"> | undefined {
  if (plan.days.shown === undefined && recorded?.days.shown === undefined) return undefined;
  const { project, prefix, serviceAccount } = target.gcp;
  const { family, name } = gcpNames(image.image, prefix);
  const access = gcpAccess(plan.phase);
  return {
    project,
    serviceAccount,
    image: image.name,
    name,
    digest: image.digest,
    // a lost image need not exist
    required: isRequired({ image, target }) && plan.phase !== "lost",
    phase: plan.phase,
    public: access.public,
    family: access.inFamily ? family : null,
    obsolete: access.obsolete,
    replacement: plan.replacement,
    ...repairOf(plan),
  };
}

const repairOf = ({ repair }: TargetPlan): { repair?: string[] } => (repair.length > 0 ? { repair: [...repair] } : {});
