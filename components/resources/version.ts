import * as pulumi from "@pulumi/pulumi";
import { resourceTypes, type VersionInputs } from "../../images/tree/resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

/** A set's directory in the tree, with its checksums and its record. */
export class Version extends pulumi.CustomResource {
  static readonly __pulumiType = resourceTypes.version;

  /** Of the set's record as written. */
  declare readonly digest: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<VersionInputs>, options: pulumi.CustomResourceOptions) {
    super(Version.__pulumiType, name, { ...args, digest: undefined }, options);
  }
}
