import * as pulumi from "@pulumi/pulumi";
import type { GlanceImageInputs } from "../targets/openstack/model/resources.ts";
import type { ImageFilesInputs } from "../images/tree/resources.ts";
import { OpenstackImage } from "../targets/openstack/uploaded-image.ts";
import { ImageFiles } from "./resources.ts";

export interface PublishedImageArgs {
  /** The targets at which it is public. Not its phase: the engine rewrites the state for each component that changes. */
  listed: readonly string[];
  files: ImageFilesInputs;
  /** By target: the uploads to the clouds that take the image. */
  uploads: ReadonlyMap<string, Omit<GlanceImageInputs, "outcome"> & { outcome?: string }>;
  /** What came of its files, where that is known beforehand: then nothing waits for those that rest. */
  outcome: string | undefined;
  /** What must be done before the files change their place. */
  after: readonly pulumi.Resource[];
}

/** One image at all its targets. Its name is the image's. */
export class PublishedImage extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:PublishedImage";

  readonly files: ImageFiles;
  /** By target. */
  readonly openstack: ReadonlyMap<string, OpenstackImage>;

  constructor(
    name: string,
    { listed, files, uploads, outcome, after }: PublishedImageArgs,
    { protect = false, ...options }: pulumi.ComponentResourceOptions,
  ) {
    // the state keeps what is handed over, twice thousands of times: the files' inputs are kept by their own resource
    super(PublishedImage.__pulumiType, name, { listed }, options);
    // not the component: a run killed before its files are made leaves it alone, and nothing could take it away again
    this.files = new ImageFiles(`${name}-files`, files, { parent: this, protect, dependsOn: [...after] });
    const repaired = files.repair === undefined ? [] : [this.files];
    this.openstack = new Map(
      [...uploads].map(([target, upload]) => [
        target,
        new OpenstackImage(
          name,
          { target, upload: { ...upload, outcome: upload.outcome ?? outcome ?? this.files.outcome }, after: repaired },
          // in the cloud it may be hidden, and due to go, while it is public elsewhere
          { parent: this, protect: protect && listed.includes(target) },
        ),
      ]),
    );
    this.registerOutputs({});
  }
}
