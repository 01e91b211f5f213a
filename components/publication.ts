import * as pulumi from "@pulumi/pulumi";
import type { Channel } from "../images/model/definitions/channels.ts";
import type { Suite } from "../images/model/definitions/suites.ts";
import type { Retention } from "../images/plan/policy.ts";

interface PublicationArgs {
  suite: Suite;
  channel: Channel;
  retention: Retention;
}

/** One channel of one suite: the parent of resources that belong to no single image. The policy pack judges its inputs. */
export class Publication extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:Publication";

  constructor(name: string, args: PublicationArgs, options: pulumi.ComponentResourceOptions) {
    super(Publication.__pulumiType, name, args, options);
    this.registerOutputs({});
  }
}
