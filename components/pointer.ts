import * as pulumi from "@pulumi/pulumi";
import type { LatestInputs } from "../images/tree/resources.ts";
import { Latest } from "./resources.ts";

export interface PointerArgs extends LatestInputs {
  /** The sets that must be in the tree before a name leads to them. */
  after: readonly pulumi.Resource[];
}

/** The names of a channel that move: in the tree, `latest`. */
export class Pointer extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:Pointer";

  readonly latest: Latest;

  constructor(name: string, { after, ...names }: PointerArgs, options: pulumi.ComponentResourceOptions) {
    super(Pointer.__pulumiType, name, names, options);
    this.latest = new Latest(`${name}-latest`, names, { parent: this, dependsOn: [...after] });
  }
}
