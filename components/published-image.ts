import * as pulumi from "@pulumi/pulumi";
import type { Phase } from "../images/record.ts";
import type { ImageFilesInputs } from "../images/resources.ts";
import { ImageFiles } from "./resources/image-files.ts";

export interface PublishedImageArgs {
  /** By target: what a person reads in a preview when the image's standing changes. */
  phases: Readonly<Record<string, Phase>>;
  files: ImageFilesInputs;
  /** What must be done before the files change their place. */
  after: readonly pulumi.Resource[];
}

/** Copying and converting 30 GB on a slow disk, with other images beside it. */
const timeouts: pulumi.CustomTimeouts = { create: "6h", update: "6h", delete: "1h" };

/** One image at all its targets. Its name is the image's. */
export class PublishedImage extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:PublishedImage";

  readonly files: ImageFiles;

  constructor(name: string, { phases, files, after }: PublishedImageArgs, options: pulumi.ComponentResourceOptions) {
    // the state keeps what is handed over, twice thousands of times: the files' inputs are kept by their own resource
    super(PublishedImage.__pulumiType, name, { phases }, options);
    this.files = new ImageFiles(`${name}-files`, files, {
      parent: this,
      dependsOn: [...after],
      customTimeouts: timeouts,
    });
  }
}
