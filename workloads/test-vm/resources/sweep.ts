import * as pulumi from "@pulumi/pulumi";
import { testVmTypes, type SweepInputs } from "../model/test-vm/resources.ts";
import type { InputsOf } from "../../../provider-sdk/inputs.ts";

/** What tests left in one cloud past its time, removed. */
export class Sweep extends pulumi.CustomResource {
  static readonly __pulumiType = testVmTypes.sweep;

  constructor(name: string, args: InputsOf<SweepInputs>, options: pulumi.CustomResourceOptions) {
    super(Sweep.__pulumiType, name, { ...args }, options);
  }
}
