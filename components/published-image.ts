import * as pulumi from "@pulumi/pulumi";
import { componentTypes, type ImageFilesInputs } from "../images/tree/resources.ts";
import { ImageFiles } from "./resources.ts";

export interface PublishedImageArgs {
  /** The targets at which it is public. Not its phase: the engine rewrites the state for each component that changes. */
  listed: readonly string[];
  files: ImageFilesInputs;
  /** What must be done before the files change their place. */
  after: readonly pulumi.Resource[];
}

/** One image at all its targets: its files here, and what each cloud registers below it. Its name is the image's. */
export class PublishedImage extends pulumi.ComponentResource {
  static readonly __pulumiType = componentTypes.publishedImage;

  readonly files: ImageFiles;

  constructor(
    name: string,
    { listed, files, after }: PublishedImageArgs,
    { protect = false, ...options }: pulumi.ComponentResourceOptions,
  ) {
    // the state keeps what is handed over, twice thousands of times: the files' inputs are kept by their own resource
    super(PublishedImage.__pulumiType, name, { listed }, options);
    // not the component: a run killed before its files are made leaves it alone, and nothing could take it away again
    this.files = new ImageFiles(`${name}-files`, files, { parent: this, protect, dependsOn: [...after] });
    this.registerOutputs({});
  }
}
