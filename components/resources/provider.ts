import * as pulumi from "@pulumi/pulumi";
import type { ProviderConfig } from "../../images/tree/resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

/** Our own provider, with this machine's paths of the tree and the staging folder. */
export class DebianProvider extends pulumi.ProviderResource {
  static readonly __pulumiType = "pulumi:providers:debian";

  constructor(name: string, config: InputsOf<ProviderConfig>, options?: pulumi.ResourceOptions) {
    super("debian", name, { ...config }, options);
  }
}
