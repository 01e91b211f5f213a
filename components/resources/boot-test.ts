import * as pulumi from "@pulumi/pulumi";
import { testTypes, type BootTestInputs } from "../../images/boot-tests/test-resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

/** One image's boots before it is shown; succeeds as a resource whatever came of them. */
export class BootTest extends pulumi.CustomResource {
  static readonly __pulumiType = testTypes.bootTest;

  /** `passed`, `failed`, or `broken: reason`. */
  declare readonly outcome: pulumi.Output<string>;
  /** Changes whenever the image's record or files do. */
  declare readonly record: pulumi.Output<string>;

  constructor(name: string, args: InputsOf<BootTestInputs>, options: pulumi.CustomResourceOptions) {
    super(BootTest.__pulumiType, name, { ...args, outcome: undefined, record: undefined }, options);
  }
}
