import * as pulumi from "@pulumi/pulumi";
import { amphoraTypes, type AmphoraTagInputs } from "../model/resources.ts";
import type { InputsOf } from "../../../provider-sdk/inputs.ts";

/** Which image Octavia boots in a cloud. */
export class AmphoraTag extends pulumi.CustomResource {
  static readonly __pulumiType = amphoraTypes.tag;

  declare readonly glanceId: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<AmphoraTagInputs>, options: pulumi.CustomResourceOptions) {
    super(AmphoraTag.__pulumiType, name, { ...args }, options);
  }
}
