import { imageName, type Image } from "../../images/model/image.ts";
import type { ImageRecord } from "../../images/tree/record.ts";

/** What a record has of a build that said nothing about itself. */
export const unknownBuild: ImageRecord["build"] = { job: null, commit: null, command: null, noLog: null };

/** The record of an image, for tests: without files, attempts and targets, where `more` has none. */
export const recordOf = (image: Image, more: Partial<ImageRecord> = {}): ImageRecord => ({
  name: imageName(image),
  vendor: image.vendor,
  arch: image.arch,
  digest: "ab".repeat(64),
  packages: "cd".repeat(32),
  files: [],
  attempts: [],
  build: unknownBuild,
  notInStable: null,
  targets: {},
  ...more,
});
