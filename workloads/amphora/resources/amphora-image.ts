import * as pulumi from "@pulumi/pulumi";
import { amphoraTypes, type AmphoraImageInputs } from "../model/resources.ts";
import type { InputsOf } from "../../../provider-sdk/inputs.ts";

/** One image for amphorae in a cloud, private and without Octavia's tag. */
export class AmphoraImage extends pulumi.CustomResource {
  static readonly __pulumiType = amphoraTypes.image;

  declare readonly glanceId: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<AmphoraImageInputs>, options: pulumi.CustomResourceOptions) {
    super(AmphoraImage.__pulumiType, name, { ...args, glanceId: undefined, standing: undefined }, options);
  }
}
