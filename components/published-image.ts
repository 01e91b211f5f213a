import * as pulumi from "@pulumi/pulumi";
import type { PublishedFile } from "../images/model/current-image.ts";
import { setDirectory, type Image } from "../images/model/image.ts";
import { diskDigests } from "../images/tree/made.ts";
import type { ImageRecord } from "../images/tree/record.ts";
import { componentTypes, type ImageFilesInputs } from "../images/tree/resources.ts";
import { knownResult } from "../targets/image-at-target.ts";
import type { Upload } from "../targets/target.ts";
import { ImageFiles } from "./resources.ts";

export interface PublishedImageArgs {
  image: Image;
  /** The targets at which it is public. Not its phase: the engine rewrites the state for each component that changes. */
  listed: readonly string[];
  files: ImageFilesInputs;
  /** Null if the image is made in this run. If there is one, outputs come from it at once. */
  record: ImageRecord | null;
  /** Where readers find the tree's root. */
  url: string | null;
  /** The resources that must be done before the files are moved. */
  after: readonly pulumi.Resource[];
  /** Registers the image's resources in each cloud, as children. */
  upload: (image: PublishedImage) => readonly Upload[];
}

/** One image at all its targets: its files in the tree, and its resources in each cloud as children. It has the image's name. */
export class PublishedImage extends pulumi.ComponentResource {
  static readonly __pulumiType = componentTypes.publishedImage;

  readonly files: ImageFiles;
  readonly uploads: readonly Upload[];
  /** By format, the disk images that are in the tree: `qcow2`, `raw`, `tar.xz`. */
  readonly mirror: pulumi.Output<Record<string, PublishedFile>>;
  /** By cloud target: the id to start a server from. */
  readonly ids: pulumi.Output<Record<string, string>>;

  constructor(
    name: string,
    { image, listed, files, record, url, after, upload }: PublishedImageArgs,
    { protect = false, ...options }: pulumi.ComponentResourceOptions,
  ) {
    // only inputs that rarely change: the engine rewrites the whole state for each component that changes
    super(PublishedImage.__pulumiType, name, { ...image, digest: files.digest, listed }, options);
    // the component itself is not protected: a run that is killed before the files are made leaves it, and it could never be removed
    this.files = new ImageFiles(`${name}-files`, files, { parent: this, protect, dependsOn: [...after] });
    this.uploads = upload(this);
    const digests = record === null ? this.files.files : diskDigests(record);
    const base = [...(url === null ? [] : [url]), setDirectory(image), name];
    this.mirror = pulumi.output(digests).apply((each = {}) => (files.place === "tree" ? inTree(each, base) : {}));
    this.ids = startIds(this.uploads);
    this.registerOutputs({ mirror: this.mirror, ids: this.ids });
  }
}

const inTree = (digests: Readonly<Record<string, string>>, base: readonly string[]): Record<string, PublishedFile> =>
  Object.fromEntries(
    Object.entries(digests).map(([format, sha512]) => [format, { url: `${base.join("/")}.${format}`, sha512 }]),
  );

/** By target where something was uploaded. A recorded id is known at once. */
function startIds(uploads: readonly Upload[]): pulumi.Output<Record<string, string>> {
  const ids = uploads.flatMap((upload) =>
    upload.places.map((place) => {
      const { name } = place.target;
      return [name, knownResult(place)?.refs[0] ?? upload.startId(name)] as const;
    }),
  );
  return pulumi
    .output(Object.fromEntries(ids))
    .apply((found) =>
      Object.fromEntries(
        Object.entries(found).flatMap(([target, id]): [string, string][] => (id === null ? [] : [[target, id]])),
      ),
    );
}
