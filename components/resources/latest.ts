import * as pulumi from "@pulumi/pulumi";
import { resourceTypes, type LatestInputs } from "../../images/tree/resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

/** The `latest` names of a channel. */
export class Latest extends pulumi.CustomResource {
  static readonly __pulumiType = resourceTypes.latest;

  /** The directory that `latest` leads to: `latest-20260717-2542.1`. */
  declare readonly link: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<LatestInputs>, options: pulumi.CustomResourceOptions) {
    super(Latest.__pulumiType, name, { ...args, link: undefined }, options);
  }
}
