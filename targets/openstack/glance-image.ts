import * as pulumi from "@pulumi/pulumi";
import { openstackTypes, type GlanceImageInputs } from "./model/resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

/** One image's bytes in a cloud, private. */
export class GlanceImage extends pulumi.CustomResource {
  static readonly __pulumiType = openstackTypes.image;

  /** Null where nothing was uploaded. */
  declare readonly glanceId: pulumi.Output<string | null>;
  /** `passed`, or `broken: reason`. */
  declare readonly standing: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<GlanceImageInputs>, options: pulumi.CustomResourceOptions) {
    const outputs = { glanceId: undefined, sha512: undefined, standing: undefined };
    super(GlanceImage.__pulumiType, name, { ...args, ...outputs }, options);
  }
}
