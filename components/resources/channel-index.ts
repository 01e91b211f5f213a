import * as pulumi from "@pulumi/pulumi";
import { resourceTypes, type IndexInputs } from "../../images/tree/resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

/** A channel's tombstones and index; the last thing written before anything is deleted. */
export class ChannelIndex extends pulumi.CustomResource {
  static readonly __pulumiType = resourceTypes.index;

  /** Of the index as written. */
  declare readonly digest: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<IndexInputs>, options: pulumi.CustomResourceOptions) {
    super(ChannelIndex.__pulumiType, name, { ...args, digest: undefined }, options);
  }
}
