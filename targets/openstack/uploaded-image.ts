import type * as pulumi from "@pulumi/pulumi";
import type { GlanceImageInputs, ImageAccessInputs } from "./model/resources.ts";
import { GlanceImage } from "./glance-image.ts";
import { ImageAccess } from "./image-access.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";

export interface OpenstackImageArgs {
  /** The target's name, which its resources carry: `openstack-partner`. */
  target: string;
  upload: InputsOf<GlanceImageInputs>;
  /** Files that are put right in the same run, and uploaded again. */
  after: readonly pulumi.Resource[];
}

/** One image in one cloud: its bytes at once, and who sees them once its set's gate is open. */
export class OpenstackImage {
  readonly upload: GlanceImage;
  readonly #name: string;
  readonly #parent: pulumi.Resource;

  constructor(
    image: string,
    { target, upload, after }: OpenstackImageArgs,
    { parent, protect }: { parent: pulumi.Resource; protect: boolean },
  ) {
    this.#name = `${image}-${target}`;
    this.#parent = parent;
    this.upload = new GlanceImage(`${this.#name}-image`, upload, { parent, protect, dependsOn: [...after] });
  }

  /** Not protected: one update undoes any change, and removing it hides the image. */
  show(access: InputsOf<ImageAccessInputs>, after: readonly pulumi.Resource[]): ImageAccess {
    return new ImageAccess(`${this.#name}-access`, access, { parent: this.#parent, dependsOn: [...after] });
  }
}
