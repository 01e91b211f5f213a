import * as pulumi from "@pulumi/pulumi";
import { amphoraTypes, type AmphoraBootInputs } from "../model/resources.ts";
import type { InputsOf } from "../../../provider-sdk/inputs.ts";

/** Whether a build boots and has what Octavia needs; one for all clouds. */
export class AmphoraBoot extends pulumi.CustomResource {
  static readonly __pulumiType = amphoraTypes.boot;

  /** `passed`, or what is wrong. */
  declare readonly outcome: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<AmphoraBootInputs>, options: pulumi.CustomResourceOptions) {
    super(AmphoraBoot.__pulumiType, name, { ...args, outcome: undefined }, options);
  }
}
