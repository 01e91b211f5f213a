import * as pulumi from "@pulumi/pulumi";
import { resourceClass } from "../../provider-sdk/resource-class.ts";
import { knownResult, passed, resultIn } from "../image-at-target.ts";
import type { Shown, TargetResources, Upload, UploadOptions } from "../target.ts";
import { accessInputs, uploadInputs, type ImageInGcp } from "./inputs.ts";
import { gcpTypes, type GcpAccessInputs, type GcpFamiliesInputs, type GcpImageInputs } from "./model/resources.ts";
import { isGcp } from "./model/target.ts";
import { familiesInputs } from "./pointers.ts";

interface MadeInGcp {
  /** Null where nothing was made. */
  ref: string | null;
  /** `passed`, or `broken: reason`. */
  result: string;
}

/** One image's bytes in a project, private. */
const GcpImage = resourceClass<GcpImageInputs, MadeInGcp>(gcpTypes.image, "ref", "result");

/** Who may use an image of a project. `result`: `passed`, or `broken: reason`. */
const ImageAccess = resourceClass<GcpAccessInputs, { result: string }>(gcpTypes.imageAccess, "result");

/** The families that stand for a channel's newest images. */
const Families = resourceClass<GcpFamiliesInputs>(gcpTypes.families);

export const gcpResources: TargetResources = {
  cloud: "gcp",
  upload: (places, options) =>
    places.flatMap(({ target, ...rest }) => (isGcp(target) ? [new GcpUpload({ target, ...rest }, options)] : [])),
  point(pointed, options) {
    const inputs = familiesInputs(pointed, options);
    if (inputs === undefined) return [];
    const { name, parent, after } = options;
    return [new Families(`${name}-gcp-pointers`, inputs, { parent, dependsOn: [...after] })];
  },
};

/** One image in one project: its bytes at once, and who may use them once its set's gate is open. */
class GcpUpload implements Upload {
  readonly places: readonly [ImageInGcp];
  readonly resource: InstanceType<typeof GcpImage>;
  readonly #place: ImageInGcp;
  readonly #name: string;
  readonly #parent: pulumi.Resource;

  constructor(place: ImageInGcp, { parent, protectedAt, outcome, after }: UploadOptions) {
    this.places = [place];
    this.#place = place;
    this.#name = `${place.image.name}-${place.target.name}`;
    this.#parent = parent;
    const inputs = uploadInputs(place);
    this.resource = new GcpImage(
      `${this.#name}-image`,
      { ...inputs, outcome: inputs.outcome ?? outcome },
      { parent, protect: protectedAt.has(place.target.name), dependsOn: [...after] },
    );
  }

  uploaded(): pulumi.Output<string> {
    return this.resource.result;
  }

  startId(): pulumi.Output<string | null> {
    return this.resource.ref;
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
            { ...inputs, ref: this.#refFor(mayBeSeen.get(target.name) ?? false) },
            { parent: this.#parent, dependsOn: [...after] },
          );
    const { ref, result: made } = this.resource;
    const result = pulumi
      .all([ref, made, access?.result ?? passed])
      .apply(([known, uploaded, seen]) =>
        resultIn(plan.phase, { refs: known === null ? [] : [known], uploaded, seen }),
      );
    return { access, results: new Map([[target.name, result]]) };
  }

  /** The image that is shown; null where it may not be shown in this run. */
  #refFor(mayBeSeen: pulumi.Input<boolean>): pulumi.Input<string | null> {
    const known = knownResult(this.#place);
    if (known !== undefined) return known.state === passed ? (known.refs[0] ?? null) : null;
    const { ref } = this.resource;
    return mayBeSeen === true ? ref : pulumi.all([ref, mayBeSeen]).apply(([id, may]) => (may ? id : null));
  }
}
