import type { AmphoraImageInputs, AmphoraTagInputs } from "./model/resources.ts";
import type { ExistingAmphora } from "./model/facts.ts";
import type { AmphoraPlan } from "./model/plan.ts";
import { propertiesOf } from "./model/properties.ts";
import type { ObservedCloud } from "./facts.ts";

/** The inputs of the resources of one cloud's plan; pure, like stacks/publication/inputs.ts. */

/** The wanted image, and the images that stay in Glance. Leaves out an incomplete upload that is not wanted. */
export function amphoraImages({ kept, wanted }: AmphoraPlan, place: ObservedCloud): AmphoraImageInputs[] {
  const whole = kept.filter(({ image }) => image.status === "active" && image.name !== wanted?.name);
  return [
    ...whole.map(({ image }) => existingInputs(image, place)),
    ...(wanted === null ? [] : [wantedInputs(wanted, place)]),
  ];
}

function existingInputs(existing: ExistingAmphora, { cloud }: ObservedCloud): AmphoraImageInputs {
  const { name, digest, properties, size, minDisk, visibility } = existing;
  return {
    ...{ cloud: cloud.cloud, project: cloud.project, tag: cloud.tag, visibility: "private" },
    ...{ image: name, digest, file: null, size, properties: { ...properties }, minDisk },
    ...repairOf(isOpen(visibility) ? [`it is ${visibility}`] : []),
  };
}

function wantedInputs(wanted: NonNullable<AmphoraPlan["wanted"]>, place: ObservedCloud): AmphoraImageInputs {
  const { name, digest, build, existing } = wanted;
  const { cloud } = place;
  if (build === null) {
    if (existing === null) throw new RangeError(`${name} is nowhere`);
    return existingInputs(existing, place);
  }
  return {
    ...{ cloud: cloud.cloud, project: cloud.project, tag: cloud.tag, visibility: "private" },
    ...{ image: name, digest, file: build.file, size: build.size, minDisk: build.minDisk },
    properties: propertiesOf(build.description),
    ...repairOf([
      ...(existing?.status === "active" ? [] : ["it is not whole in Glance"]),
      ...(existing !== null && isOpen(existing.visibility) ? [`it is ${existing.visibility}`] : []),
    ]),
  };
}

const isOpen = (visibility: string): boolean => visibility === "public" || visibility === "community";

const repairOf = (repair: string[]): { repair?: string[] } => (repair.length === 0 ? {} : { repair });

/** Null: the tagged image stays. */
export function amphoraTag(
  { wanted, steps }: AmphoraPlan,
  { cloud: { cloud, project, tag, replaces }, policy: { now } }: ObservedCloud,
): Omit<AmphoraTagInputs, "glanceId" | "verdict"> | null {
  if (wanted === null) return null;
  const { name: image, digest } = wanted;
  const moves = steps.filter(({ act }) => act === "tag" || act === "untag").map(({ act, name }) => `${act} ${name}`);
  return { cloud, project, tag, image, digest, replaces, now: now.toISOString(), ...repairOf(moves) };
}
