import {
  amphoraTypes,
  type AmphoraBootInputs,
  type AmphoraImageInputs,
  type AmphoraTagInputs,
} from "./model/resources.ts";
import { resourceClass } from "../../provider-sdk/resource-class.ts";

/** Whether a build boots and has what Octavia needs; one for all clouds. `outcome`: `passed`, or the findings. */
export const AmphoraBoot = resourceClass<AmphoraBootInputs, { outcome: string }>(amphoraTypes.boot, "outcome");

/** One image for amphorae in a cloud, private and without Octavia's tag. */
export const AmphoraImage = resourceClass<AmphoraImageInputs, { glanceId: string; standing: string }>(
  amphoraTypes.image,
  "glanceId",
  "standing",
);
export type AmphoraImage = InstanceType<typeof AmphoraImage>;

/** Which image Octavia boots in a cloud. */
export const AmphoraTag = resourceClass<AmphoraTagInputs, { glanceId: string }>(amphoraTypes.tag);
export type AmphoraTag = InstanceType<typeof AmphoraTag>;
