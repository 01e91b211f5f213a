import * as pulumi from "@pulumi/pulumi";
import { testTypes, type BootTestInputs } from "../images/boot-tests/test-resources.ts";
import {
  resourceTypes,
  type GateInputs,
  type ImageFilesInputs,
  type ImageFilesOutputs,
  type IndexInputs,
  type LatestInputs,
  type VersionInputs,
} from "../images/tree/resources.ts";
import { type ProviderConfig } from "../images/tree/provider-config.ts";
import type { InputsOf } from "../provider-sdk/inputs.ts";
import { resourceClass } from "../provider-sdk/resource-class.ts";

/** Our own provider, with this machine's paths of the tree and the staging folder. */
export class DebianProvider extends pulumi.ProviderResource {
  static readonly __pulumiType = "pulumi:providers:debian";

  constructor(name: string, config: InputsOf<ProviderConfig>, options?: pulumi.ResourceOptions) {
    super("debian", name, { ...config }, options);
  }
}

interface Tried {
  /** `passed`, `failed`, or `broken: reason`. */
  outcome: string;
  /** Changes whenever the image's record or files do. */
  record: string;
}

/** One image's files: in staging, in the tree or in quarantine. */
export const ImageFiles = resourceClass<ImageFilesInputs, Tried & Pick<ImageFilesOutputs, "files">>(
  resourceTypes.imageFiles,
  "outcome",
  "record",
  "files",
);
export type ImageFiles = InstanceType<typeof ImageFiles>;

/** One image's boots before it is shown. It succeeds as a resource even if the image fails. */
export const BootTest = resourceClass<BootTestInputs, Tried>(testTypes.bootTest, "outcome", "record");

/** The condition for showing a set. It fails while a required verdict is not `passed`, and so stops the resources that depend on it. */
export const Gate = resourceClass<GateInputs>(resourceTypes.gate);

/** A set's directory in the tree, with its checksums and its record. `digest`: of the record as written. */
export const Version = resourceClass<VersionInputs, { digest: string }>(resourceTypes.version, "digest");
export type Version = InstanceType<typeof Version>;

/** The `latest` names of a channel. `link`: the directory that `latest` leads to, as `latest-20260717-2542.1`. */
export const Latest = resourceClass<LatestInputs, { link: string }>(resourceTypes.latest, "link");
export type Latest = InstanceType<typeof Latest>;

/** A channel's tombstones and index, written last, just before the deletions. `digest`: of the index as written. */
export const ChannelIndex = resourceClass<IndexInputs, { digest: string }>(resourceTypes.index, "digest");
