import * as pulumi from "@pulumi/pulumi";
import { testVmTypes, type AllResultsInputs } from "../model/test-vm/resources.ts";
import type { InputsOf } from "../../../provider-sdk/inputs.ts";

/** The page and the JSON of all that test VMs, Tempest and, where there is a tree, boot tests came to. */
export class AllResults extends pulumi.CustomResource {
  static readonly __pulumiType = testVmTypes.allResults;

  constructor(name: string, args: InputsOf<AllResultsInputs>, options: pulumi.CustomResourceOptions) {
    super(AllResults.__pulumiType, name, { ...args }, options);
  }
}
