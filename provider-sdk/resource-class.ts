import * as pulumi from "@pulumi/pulumi";
import type { InputsOf } from "./inputs.ts";

type Outputs<Values extends object> = { readonly [Key in keyof Values]: pulumi.Output<Values[Key]> };

interface ResourceClass<Inputs extends object, Values extends object> {
  readonly __pulumiType: string;
  new (
    name: string,
    args: InputsOf<Inputs>,
    options: pulumi.CustomResourceOptions,
  ): pulumi.CustomResource & Outputs<Values>;
}

/** The class of a resource type of our provider. The engine fills a property of a resource only if the program registers it. */
export function resourceClass<Inputs extends object, Values extends object = object>(
  type: string,
  ...outputs: (keyof Values & string)[]
): ResourceClass<Inputs, Values> {
  const unset = Object.fromEntries(outputs.map((output) => [output, undefined]));
  const made = class extends pulumi.CustomResource {
    static readonly __pulumiType = type;

    constructor(name: string, args: InputsOf<Inputs>, options: pulumi.CustomResourceOptions) {
      super(type, name, { ...args, ...unset }, options);
    }
  };
  // the outputs become properties when the base class registers the resource
  return made as unknown as ResourceClass<Inputs, Values>;
}
