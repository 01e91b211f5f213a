import { imageName, memberOf, setDirectory, type Image } from "../../images/model/image.ts";
import { buildDigest, buildFacts, packagesDigest, type Manifest } from "../../images/builds/manifest.ts";
import {
  recordsApi,
  type FileRecord,
  type ImageRecord,
  type SetRecord,
  type TargetRecord,
} from "../../images/tree/record.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { compareVersions, versionDay, type Version } from "../../images/model/version.ts";

/** An image that was published before records were kept, and whose files agree with each other. */
export interface FoundImage {
  image: Image;
  manifest: Manifest;
  files: readonly FileRecord[];
}

/** The reason in the records for everything that nobody recorded. */
const reason = "published before records were kept";

/** A set's record: made and shown on the day of its version, with all its images required. */
export function recordOf(images: readonly [FoundImage, ...FoundImage[]], newer: NewerVersions): SetRecord {
  const { suite, channel, version } = images[0].image;
  return {
    apiVersion: recordsApi,
    suite,
    channel,
    kind: "ImageSet",
    version,
    expect: { required: images.map(({ image }) => memberOf(image)), bestEffort: [] },
    images: images.map((found) => imageRecord(found, newer(found.image))),
  };
}

function imageRecord({ image, manifest, files }: FoundImage, replacement: Version | undefined): ImageRecord {
  const [build] = manifest.items;
  return {
    name: imageName(image),
    vendor: image.vendor,
    arch: image.arch,
    digest: buildDigest(build),
    packages: packagesDigest(build.data.packages),
    files: [...files],
    attempts: [{ day: versionDay(image.version), outcome: "passed", final: false, findings: [reason] }],
    build: { ...buildFacts(build), noLog: reason },
    notInStable: null,
    targets: { [mirrorTarget.name]: targetRecord(image, files, replacement) },
  };
}

function targetRecord(image: Image, files: readonly FileRecord[], replacement: Version | undefined): TargetRecord {
  const day = versionDay(image.version);
  const common = { reason, listed: true, refs: files.map(({ name }) => `${setDirectory(image)}/${name}`) };
  if (replacement === undefined) return { ...common, phase: "current", days: { made: day, shown: day } };
  const superseded = versionDay(replacement);
  return { ...common, phase: "superseded", replacement, days: { made: day, shown: day, superseded } };
}

/** The version that replaced an image: the next one with an image of its family. */
type NewerVersions = (image: Image) => Version | undefined;

export function newerVersions(images: readonly Pick<Image, "vendor" | "arch" | "version">[]): NewerVersions {
  const versions = new Map<string, Version[]>();
  for (const image of images) versions.set(memberOf(image), [...(versions.get(memberOf(image)) ?? []), image.version]);
  return (image) =>
    versions
      .get(memberOf(image))
      ?.filter((version) => compareVersions(version, image.version) > 0)
      .toSorted(compareVersions)[0];
}
