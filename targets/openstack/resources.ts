import * as pulumi from "@pulumi/pulumi";
import { resourceClass } from "../../provider-sdk/resource-class.ts";
import { knownResult, passed, resultIn } from "../image-at-target.ts";
import type { Shown, TargetResources, Upload, UploadOptions } from "../target.ts";
import { accessInputs, uploadInputs, type ImageInOpenstack } from "./inputs.ts";
import { isOpenstack } from "./model/target.ts";
import { openstackTypes, type GlanceImageInputs, type ImageAccessInputs } from "./model/resources.ts";

interface UploadedToGlance {
  /** Null where nothing was uploaded. */
  glanceId: string | null;
  sha512: string | null;
  /** `passed`, or `broken: reason`. */
  standing: string;
}

/** One image's bytes in a cloud, private. */
const GlanceImage = resourceClass<GlanceImageInputs, UploadedToGlance>(
  openstackTypes.image,
  "glanceId",
  "sha512",
  "standing",
);

/** Who sees an image in a cloud. `standing`: `passed`, or `broken: reason`. */
const ImageAccess = resourceClass<ImageAccessInputs, { standing: string }>(openstackTypes.imageAccess, "standing");

/** Each OpenStack cloud has resources of its own: nothing is copied from one to another. */
export const openstackResources: TargetResources = {
  cloud: "openstack",
  upload: (places, options) =>
    places.flatMap(({ target, ...rest }) =>
      isOpenstack(target) ? [new OpenstackUpload({ target, ...rest }, options)] : [],
    ),
};

/** One image in one cloud: its bytes at once, and who sees them once its set's gate is open. */
class OpenstackUpload implements Upload {
  readonly places: readonly [ImageInOpenstack];
  readonly resource: InstanceType<typeof GlanceImage>;
  readonly #place: ImageInOpenstack;
  readonly #name: string;
  readonly #parent: pulumi.Resource;

  constructor(place: ImageInOpenstack, { parent, protectedAt, outcome, after }: UploadOptions) {
    this.places = [place];
    this.#place = place;
    this.#name = `${place.image.name}-${place.target.name}`;
    this.#parent = parent;
    const inputs = uploadInputs(place);
    this.resource = new GlanceImage(
      `${this.#name}-image`,
      { ...inputs, outcome: inputs.outcome ?? outcome },
      { parent, protect: protectedAt.has(place.target.name), dependsOn: [...after] },
    );
  }

  uploaded(): pulumi.Output<string> {
    return this.resource.standing;
  }

  startId(): pulumi.Output<string | null> {
    return this.resource.glanceId;
  }

  /** The access is not protected: one update undoes any change, and removing it hides the image. */
  show(mayBeSeen: ReadonlyMap<string, pulumi.Input<boolean>>, after: readonly pulumi.Resource[]): Shown {
    const { target, plan } = this.#place;
    const inputs = accessInputs(this.#place);
    const access =
      inputs === undefined
        ? undefined
        : new ImageAccess(
            `${this.#name}-access`,
            { ...inputs, glanceId: this.#idFor(mayBeSeen.get(target.name) ?? false) },
            { parent: this.#parent, dependsOn: [...after] },
          );
    const { glanceId, standing } = this.resource;
    const result = pulumi
      .all([glanceId, standing, access?.standing ?? passed])
      .apply(([id, uploaded, seen]) => resultIn(plan.phase, { refs: id === null ? [] : [id], uploaded, seen }));
    return { access, results: new Map([[target.name, result]]) };
  }

  /** The id that is shown; null where it may not be shown in this run. */
  #idFor(mayBeSeen: pulumi.Input<boolean>): pulumi.Input<string | null> {
    const known = knownResult(this.#place);
    if (known !== undefined) return known.state === passed ? (known.refs[0] ?? null) : null;
    const { glanceId } = this.resource;
    return mayBeSeen === true ? glanceId : pulumi.all([glanceId, mayBeSeen]).apply(([id, may]) => (may ? id : null));
  }
}
