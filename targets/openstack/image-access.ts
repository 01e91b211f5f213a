import * as pulumi from "@pulumi/pulumi";
import { openstackTypes, type ImageAccessInputs } from "./model/resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

/** Who sees an image in a cloud. */
export class ImageAccess extends pulumi.CustomResource {
  static readonly __pulumiType = openstackTypes.imageAccess;

  /** `passed`, or `broken: reason`. */
  declare readonly standing: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<ImageAccessInputs>, options: pulumi.CustomResourceOptions) {
    super(ImageAccess.__pulumiType, name, { ...args, standing: undefined }, options);
  }
}
