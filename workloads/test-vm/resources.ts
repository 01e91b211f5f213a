import {
  testVmTypes,
  type AllResultsInputs,
  type SweepInputs,
  type VmResultInputs,
} from "./model/test-vm/resources.ts";
import { resourceClass } from "../../provider-sdk/resource-class.ts";

/** The verdict on an image by a server's console: read once, recorded, and never an error of the run. `verdict`: `passed`, `failed` or `broken`. */
export const VmResult = resourceClass<VmResultInputs, { verdict: string }>(testVmTypes.vmResult, "verdict");
export type VmResult = InstanceType<typeof VmResult>;

/** The page and the JSON of all results of test VMs, Tempest and boot tests. */
export const AllResults = resourceClass<AllResultsInputs>(testVmTypes.allResults);

/** The removal of expired leftovers of tests in one cloud. */
export const Sweep = resourceClass<SweepInputs>(testVmTypes.sweep);
