import {
  testVmTypes,
  type AllResultsInputs,
  type SweepInputs,
  type VmResultInputs,
} from "./model/test-vm/resources.ts";
import { resourceClass } from "../../provider-sdk/resource-class.ts";

/** What a server's console says of its image: read once, recorded, and never an error of the run. `verdict`: `passed`, `failed` or `broken`. */
export const VmResult = resourceClass<VmResultInputs, { verdict: string }>(testVmTypes.vmResult, "verdict");
export type VmResult = InstanceType<typeof VmResult>;

/** The page and the JSON of all that test VMs, Tempest and, where there is a tree, boot tests came to. */
export const AllResults = resourceClass<AllResultsInputs>(testVmTypes.allResults);

/** What tests left in one cloud past its time, removed. */
export const Sweep = resourceClass<SweepInputs>(testVmTypes.sweep);
