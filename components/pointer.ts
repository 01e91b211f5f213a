import * as pulumi from "@pulumi/pulumi";
import type { LatestInputs } from "../images/tree/resources.ts";
import { Latest } from "./resources.ts";

interface PointerArgs extends LatestInputs {
  /** The sets that must be in the tree before a name leads to them. */
  after: readonly pulumi.Resource[];
}

/** The moving names of a channel: in the tree, `latest`. */
export class Pointer extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:Pointer";

  readonly latest: Latest;
  /** The directory that `latest` leads to: `latest-20260717-2542.1`. */
  readonly link: pulumi.Output<string>;

  constructor(name: string, { after, ...names }: PointerArgs, options: pulumi.ComponentResourceOptions) {
    super(Pointer.__pulumiType, name, names, options);
    this.latest = new Latest(`${name}-latest`, names, { parent: this, dependsOn: [...after] });
    this.link = this.latest.link;
    this.registerOutputs({ link: this.link });
  }
}
