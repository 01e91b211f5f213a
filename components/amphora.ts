import * as pulumi from "@pulumi/pulumi";
import type { AmphoraImageInputs, AmphoraTagInputs } from "../workloads/amphora/model/resources.ts";
import { AmphoraImage, AmphoraTag } from "../workloads/amphora/resources.ts";
import type { DebianProvider } from "./resources.ts";

interface AmphoraArgs {
  /** Every image that the cloud should have. */
  images: readonly AmphoraImageInputs[];
  /** The image that Octavia should boot; null: the tagged image stays. */
  tag: Omit<AmphoraTagInputs, "glanceId" | "verdict"> | null;
  /** The test verdict of the image that is to be tagged. */
  verdict: pulumi.Input<string>;
}

/** The images of one cloud that Octavia may boot, and the tag that selects one of them. */
export class Amphora extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:Amphora";

  /** Glance's id of the tagged image, which new load balancers boot; null: the tag was not changed. */
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
