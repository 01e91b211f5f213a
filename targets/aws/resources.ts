import * as pulumi from "@pulumi/pulumi";
import type { InputsOf } from "../../provider-sdk/inputs.ts";
import { resourceClass } from "../../provider-sdk/resource-class.ts";
import { passed, placeAt, resultIn } from "../image-at-target.ts";
import type { TargetResult } from "../../images/tree/resources.ts";
import type { Shown, TargetResources, Upload, UploadOptions } from "../target.ts";
import { accessInputs, imageInputs, knownIds, type InRegions } from "./inputs.ts";
import { isAws } from "./model/target.ts";
import { parametersInputs } from "./pointers.ts";
import {
  awsTypes,
  type AwsAccessInputs,
  type AwsIds,
  type AwsImageInputs,
  type AwsParametersInputs,
} from "./model/resources.ts";

/** Undefined in a run in which the resource failed. */
type ByRegion<T> = Readonly<Record<string, T>> | undefined;

/** One image's bytes in all regions of an account, private. */
const AwsImage = resourceClass<AwsImageInputs, { ids: ByRegion<AwsIds>; results: ByRegion<string> }>(
  awsTypes.image,
  "ids",
  "results",
);

/** Who sees an image in all regions. By region: `passed`, or `broken: reason`. */
const AwsAccess = resourceClass<AwsAccessInputs, { results: ByRegion<string> }>(awsTypes.imageAccess, "results");

/** The SSM parameters of the newest images, in all regions. */
const AwsParameters = resourceClass<AwsParametersInputs>(awsTypes.parameters);

/** One resource for all regions: bytes are sent once, and copied by AWS from region to region. */
export const awsResources: TargetResources = {
  cloud: "aws",
  upload(places, options) {
    const [first, ...rest] = places.flatMap(({ target, ...place }) => (isAws(target) ? [{ ...place, target }] : []));
    return first === undefined ? [] : [new AwsUpload([first, ...rest], options)];
  },
  point(pointed, options) {
    const inputs = parametersInputs(pointed, options);
    if (inputs === undefined) return [];
    const { name, parent, after } = options;
    return [new AwsParameters(`${name}-aws-pointers`, inputs, { parent, dependsOn: [...after] })];
  },
};

class AwsUpload implements Upload {
  readonly places: InRegions;
  readonly resource: InstanceType<typeof AwsImage>;
  readonly #parent: pulumi.Resource;
  readonly #name: string;

  constructor(places: InRegions, { parent, protectedAt, outcome, after }: UploadOptions) {
    this.places = places;
    this.#parent = parent;
    this.#name = `${places[0].image.name}-aws`;
    this.resource = new AwsImage(
      this.#name,
      { ...imageInputs(places), outcome },
      { parent, protect: places.some(({ target }) => protectedAt.has(target.name)), dependsOn: [...after] },
    );
  }

  uploaded(target: string): pulumi.Output<string> {
    const { region } = placeAt(this.places, target).target.aws;
    return this.resource.results.apply((results) => results?.[region] ?? "broken: it was left out");
  }

  startId(target: string): pulumi.Output<string | null> {
    const { region } = placeAt(this.places, target).target.aws;
    return this.resource.ids.apply((ids) => ids?.[region]?.image ?? null);
  }

  /** The access is not protected: one update undoes any change, and removing it hides the image. */
  show(mayBeSeen: ReadonlyMap<string, pulumi.Input<boolean>>, after: readonly pulumi.Resource[]): Shown {
    const inputs = accessInputs(this.places, () => null);
    const access =
      inputs === undefined
        ? undefined
        : new AwsAccess(`${this.#name}-access`, this.#withIds(inputs, mayBeSeen), {
            parent: this.#parent,
            dependsOn: [...after],
          });
    return { access, result: (target) => this.#resultAt(target, access?.results) };
  }

  #resultAt(name: string, seen: pulumi.Output<ByRegion<string>> | undefined): pulumi.Output<TargetResult> {
    const { target, plan } = placeAt(this.places, name);
    const { region } = target.aws;
    return pulumi.all([this.resource.ids, this.uploaded(name), seen]).apply(([ids, uploaded, each]) => {
      const own = ids?.[region];
      const refs = own === undefined ? [] : [own.image, own.snapshot];
      return resultIn(plan.phase, { refs, uploaded, seen: each?.[region] ?? passed });
    });
  }

  /** The ids that are shown; null where nothing may be shown in this run. */
  #withIds(inputs: AwsAccessInputs, mayBeSeen: ReadonlyMap<string, pulumi.Input<boolean>>): InputsOf<AwsAccessInputs> {
    const regions = Object.entries(inputs.regions).map(([region, each]): [string, pulumi.Input<typeof each>] => {
      const place = this.places.find(({ target }) => target.aws.region === region);
      const known = place === undefined ? null : knownIds(place);
      if (known !== undefined) return [region, { ...each, ids: known }];
      const may = mayBeSeen.get(place?.target.name ?? "") ?? false;
      const ids = pulumi
        .all([this.resource.ids, may])
        .apply(([all, allowed]) => (allowed ? (all?.[region] ?? null) : null));
      return [region, ids.apply((own) => ({ ...each, ids: own }))];
    });
    return { ...inputs, regions: Object.fromEntries(regions) };
  }
}
