import * as pulumi from "@pulumi/pulumi";
import { resourceTypes, type GateInputs } from "../../images/tree/resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

/** What must hold before anything of a set is shown: fails, and so stops what rests on it, while a required verdict is not `passed`. */
export class Gate extends pulumi.CustomResource {
  static readonly __pulumiType = resourceTypes.gate;

  constructor(name: string, args: InputsOf<GateInputs>, options: pulumi.CustomResourceOptions) {
    super(Gate.__pulumiType, name, { ...args }, options);
  }
}
