import { vendorDefinition } from "../../images/model/definitions/vendors.ts";
import { glanceAccess } from "./model/access.ts";
import { glanceProperties } from "./model/properties.ts";
import type { Member } from "../../images/model/image.ts";
import type { ImagePlan, TargetPlan } from "../../images/plan/types.ts";
import type { GlanceImageInputs, ImageAccessInputs } from "./model/resources.ts";
import type { TargetRecord } from "../../images/tree/record.ts";
import type { Elsewhere } from "../../images/tree/resources.ts";
import { isOpenstack, type OpenstackTarget } from "./model/target.ts";
import { type StackPolicy } from "../../images/plan/policy.ts";

/** The inputs of the resources in an OpenStack cloud, from the plan; pure, as stacks/publication/inputs.ts. */

/** An image in a cloud that has it, or is to have it. */
export interface CloudImage {
  image: ImagePlan;
  target: OpenstackTarget;
  standing: TargetPlan;
  recorded: TargetRecord | undefined;
  /** Why the cloud is left alone in this run; undefined where it is up. */
  down: string | undefined;
}

/** Where images may go, and which of these places are down: those are planned out. */
export interface Reachable extends Pick<StackPolicy, "targets"> {
  /** By target, why. */
  down: ReadonlyMap<string, string>;
}

/** An image's clouds, from when it is made there until it is gone. */
export function cloudImages(image: ImagePlan, { targets, down }: Reachable): CloudImage[] {
  return targets.filter(isOpenstack).flatMap((target) => {
    const standing = image.targets.get(target.name);
    if (standing === undefined || standing.phase === "gone") return [];
    const recorded = image.record?.targets[target.name];
    return [{ image, target, standing, recorded, down: down.get(target.name) }];
  });
}

/** Without the outcome of its files where that decides; nothing is uploaded to a cloud that is down. */
export function uploadInputs({
  image,
  target,
  standing,
  down,
}: CloudImage): Omit<GlanceImageInputs, "outcome"> & { outcome?: string } {
  const { cloud, project, hardware } = target.openstack;
  return {
    cloud,
    project,
    image: image.name,
    digest: image.digest,
    required: isRequired({ image, target }),
    properties: glanceProperties(image.image, image.digest, hardware),
    tags: [],
    minDisk: vendorDefinition(image.image.vendor).diskGigabytes,
    ...(down === undefined ? {} : { outcome: `left out: the cloud is down (${down})` }),
    ...repairOf(standing),
  };
}

/** From when it is shown on; undefined where nobody ever sees it. */
export function accessInputs({
  image,
  target,
  standing,
  recorded,
}: CloudImage): Omit<ImageAccessInputs, "glanceId"> | undefined {
  if (standing.days.shown === undefined && recorded?.days.shown === undefined) return undefined;
  const { cloud, project, visibility } = target.openstack;
  return {
    cloud,
    project,
    image: image.name,
    // a lost image may be absent
    required: isRequired({ image, target }) && standing.phase !== "lost",
    phase: standing.phase,
    ...glanceAccess(standing.phase, visibility),
    replacement: standing.replacement,
    ...repairOf(standing),
  };
}

const isRequired = ({ image, target }: Pick<CloudImage, "image" | "target">): boolean =>
  target.required && image.required;

const repairOf = ({ repair }: TargetPlan): { repair?: string[] } => (repair.length > 0 ? { repair: [...repair] } : {});

/** Whether it is shown there for the first time: then it waits for the others of its set. */
export const isRising = ({ standing, recorded }: CloudImage): boolean =>
  standing.days.shown !== undefined && recorded?.days.shown === undefined;

/** The name that the cloud has for it, and what came of it there: `passed`, or why not. */
export type Outcome = NonNullable<Elsewhere["outcomes"][Member]>;

/** What came of it where nothing is to be done: nothing waits for it then. */
export function knownOutcome({ standing, recorded, down }: CloudImage): Outcome | undefined {
  const ref = recorded?.refs[0];
  const rests =
    ref !== undefined &&
    standing.repair.length === 0 &&
    recorded?.phase === standing.phase &&
    recorded.reason === standing.reason;
  if (rests) return { ref, standing: "passed" };
  return down === undefined ? undefined : { ref: ref ?? null, standing: `broken: the cloud is down (${down})` };
}
