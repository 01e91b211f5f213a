import * as pulumi from "@pulumi/pulumi";
import { resourceTypes, type ImageFilesInputs } from "../../images/tree/resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

/** One image's files: in staging, in the tree or in quarantine. */
export class ImageFiles extends pulumi.CustomResource {
  static readonly __pulumiType = resourceTypes.imageFiles;

  /** `passed`, `failed`, or `broken: reason`. */
  declare readonly outcome: pulumi.Output<string>;
  /** Changes whenever the image's record or files do. */
  declare readonly record: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<ImageFilesInputs>, options: pulumi.CustomResourceOptions) {
    super(ImageFiles.__pulumiType, name, { ...args, outcome: undefined, record: undefined }, options);
  }
}
