import * as pulumi from "@pulumi/pulumi";
import { testVmTypes, type VmResultInputs } from "../model/test-vm/resources.ts";
import type { InputsOf } from "../../../provider-sdk/inputs.ts";

/** What a server's console says of its image: read once, recorded, and never an error of the run. */
export class VmResult extends pulumi.CustomResource {
  static readonly __pulumiType = testVmTypes.vmResult;

  /** `passed`, `failed` or `broken`. */
  declare readonly verdict: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<VmResultInputs>, options: pulumi.CustomResourceOptions) {
    super(VmResult.__pulumiType, name, { ...args, verdict: undefined }, options);
  }
}
