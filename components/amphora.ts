import * as pulumi from "@pulumi/pulumi";
import type { AmphoraImageInputs, AmphoraTagInputs } from "../workloads/amphora/model/resources.ts";
import { AmphoraImage, AmphoraTag } from "../workloads/amphora/resources.ts";
import type { DebianProvider } from "./resources.ts";

export interface AmphoraArgs {
  /** Every image that is to be in the cloud. */
  images: readonly AmphoraImageInputs[];
  /** The image that Octavia should boot; null: the tagged image stays. */
  tag: Omit<AmphoraTagInputs, "glanceId" | "verdict"> | null;
  /** Of the image that is to be tagged. */
  verdict: pulumi.Input<string>;
}

/** What Octavia boots in one cloud: the images, and then which of them has its tag. */
export class Amphora extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:Amphora";

  /** Glance's id of the image that new load balancers run on; null: it was left as it was. */
  readonly image: pulumi.Output<string | null>;

  constructor(name: string, { images, tag, verdict }: AmphoraArgs, { provider }: { provider: DebianProvider }) {
    super(Amphora.__pulumiType, name, { image: tag?.image ?? null });
    const own = { parent: this, provider };
    const uploads = new Map(
      images.map((inputs) => [inputs.image, new AmphoraImage(`${inputs.image}-${inputs.cloud}-image`, inputs, own)]),
    );
    const wanted = tag === null ? undefined : uploads.get(tag.image);
    this.image =
      tag === null || wanted === undefined
        ? pulumi.output(null)
        : new AmphoraTag(`${name}-tag`, { ...tag, verdict, glanceId: wanted.glanceId }, own).glanceId;
    this.registerOutputs({ image: this.image });
  }
}
