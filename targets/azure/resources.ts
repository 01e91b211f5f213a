import * as pulumi from "@pulumi/pulumi";
import { resourceClass } from "../../provider-sdk/resource-class.ts";
import { passed, placeAt, resultIn } from "../image-at-target.ts";
import type { TargetResult } from "../../images/tree/resources.ts";
import type { Shown, TargetResources, Upload, UploadOptions } from "../target.ts";
import { isShownIn, sharedInputs, uploadInputs, type AzurePlaces, type ImageInAzure } from "./inputs.ts";
import {
  azureTypes,
  type AzureImageInputs,
  type AzureLatestInputs,
  type SharedVersionInputs,
} from "./model/resources.ts";
import { isAzure } from "./model/target.ts";
import { latestInputs } from "./pointers.ts";

/** One image's disk and its version in the private gallery. `versionId` is null until it is there. */
const AzureImage = resourceClass<AzureImageInputs, { versionId: string | null; state: string }>(
  azureTypes.image,
  "versionId",
  "state",
);

interface Seen {
  /** The id that starts a machine; null while it is shown nowhere. */
  publicId: string | null;
  /** By region: `passed`, `broken: reason`, or `later: reason`. Undefined where a step before it failed. */
  regions: Record<string, string> | undefined;
}

/** Its version in the community gallery, which exists only while it is shown. */
const SharedVersion = resourceClass<SharedVersionInputs, Seen>(azureTypes.sharedVersion, "publicId", "regions");

/** The versions that `latest` leads to in the community gallery. */
const Latest = resourceClass<AzureLatestInputs>(azureTypes.latest);

/** All regions share one image: it is made in the home region, and Azure copies it to the others when it is shown. */
export const azureResources: TargetResources = {
  cloud: "azure",
  upload(places, options) {
    const [first, ...others] = places
      .flatMap(({ target, ...rest }) => (isAzure(target) ? [{ target, ...rest }] : []))
      .toSorted((a, b) => Number(isHome(b)) - Number(isHome(a)));
    return first === undefined ? [] : [new AzureUpload([first, ...others], options)];
  },
  point(pointed, options) {
    const inputs = latestInputs(pointed, options);
    if (inputs === undefined) return [];
    const { name, parent, after } = options;
    return [new Latest(`${name}-azure-pointers`, inputs, { parent, dependsOn: [...after] })];
  },
};

const isHome = ({ target: { azure } }: ImageInAzure): boolean => azure.region === azure.home;

class AzureUpload implements Upload {
  readonly places: AzurePlaces;
  readonly resource: InstanceType<typeof AzureImage>;
  readonly #name: string;
  readonly #parent: pulumi.Resource;

  constructor(places: AzurePlaces, { parent, protectedAt, outcome, after }: UploadOptions) {
    this.places = places;
    this.#name = `${places[0].image.name}-azure`;
    this.#parent = parent;
    const inputs = uploadInputs(places);
    this.resource = new AzureImage(
      this.#name,
      { ...inputs, outcome: inputs.outcome ?? outcome },
      { parent, protect: places.some(({ target }) => protectedAt.has(target.name)), dependsOn: [...after] },
    );
  }

  uploaded(): pulumi.Output<string> {
    return this.resource.state;
  }

  startId(): pulumi.Output<string | null> {
    return this.resource.versionId;
  }

  /**
   * The access is protected by its deletion's need of a tombstone: a deleted version is hidden, and that cannot be undone at
   * once.
   */
  show(mayBeSeen: ReadonlyMap<string, pulumi.Input<boolean>>, after: readonly pulumi.Resource[]): Shown {
    const inputs = sharedInputs(this.places);
    const shown = this.places.map(
      (place) => [place.target.azure.region, isShownIn(place) && (mayBeSeen.get(place.target.name) ?? false)] as const,
    );
    const access =
      inputs === undefined
        ? undefined
        : new SharedVersion(
            `${this.#name}-shared`,
            { ...inputs, shown: Object.fromEntries(shown) },
            { parent: this.#parent, dependsOn: [this.resource, ...after] },
          );
    return { access, result: (target) => this.#resultAt(target, access) };
  }

  #resultAt(name: string, access: SharedAccess): pulumi.Output<TargetResult> {
    const { target, plan } = placeAt(this.places, name);
    const { versionId, state } = this.resource;
    return pulumi
      .all([versionId, state, access?.publicId ?? null, access?.regions ?? {}])
      .apply(([id, uploaded, publicId, regions]) =>
        resultIn(plan.phase, {
          refs: [publicId, id].filter((ref) => typeof ref === "string").map(inGallery),
          uploaded,
          seen: access === undefined ? passed : (regions?.[target.azure.region] ?? passed),
        }),
      );
  }
}

/**
 * A private version without its subscription, since the channel's lists are public: `debian/images/…/versions/0.20260717.2542`.
 */
const inGallery = (versionId: string): string => versionId.replace(/^.*\/galleries\//, "");

type SharedAccess = InstanceType<typeof SharedVersion> | undefined;
