import type { Cloud, StoredImage } from "./cloud.ts";
import type { Action } from "./ec2.ts";
import { notFound, ownImage, stateOf } from "./ec2-images.ts";
import { copiedSnapshot, snapshotOf } from "./ec2-snapshots.ts";
import { AwsError } from "./error.ts";
import { structuresAt, textAt, type Parameters } from "./query.ts";
import { taggedIn } from "./tags.ts";

/** By parameter of a registration: the attribute's name in answers. */
const attributes: Readonly<Record<string, string>> = {
  Architecture: "architecture",
  BootMode: "bootMode",
  ImdsSupport: "imdsSupport",
  VirtualizationType: "virtualizationType",
  EnaSupport: "enaSupport",
  SriovNetSupport: "sriovNetSupport",
  RootDeviceName: "rootDeviceName",
};

export const registerImage: Action = (cloud, { account, region, parameters }) => {
  const has = cloud.of(account, region);
  const name = nameIn(parameters);
  // B:ec2: the name is the only key of a registration
  if ([...has.images.values()].some((image) => image.name === name))
    throw new AwsError("InvalidAMIName.Duplicate", `AMI name ${name} is already in use by AMI`);
  const [mapping] = structuresAt(parameters, "BlockDeviceMapping");
  const ebs = (mapping?.["Ebs"] ?? {}) as Parameters;
  if (textAt(parameters, "RootDeviceName") !== textAt(mapping ?? {}, "DeviceName"))
    throw new AwsError("InvalidBlockDeviceMapping", "The root device is not in the mapping");
  if (textAt(ebs, "Encrypted") !== undefined)
    throw new AwsError("InvalidParameter", "the parameter encrypted cannot be used together with snapshotId");
  const snapshot = snapshotOf(has, textAt(ebs, "SnapshotId") ?? "");
  if (snapshot.state !== "completed") throw new AwsError("IncorrectState", `${snapshot.id} is ${snapshot.state}`);
  // AWS's own defaults (B:ec2), with which nothing of ours starts
  const shown = { architecture: "i386", virtualizationType: "paravirtual", ...shownIn(parameters) };
  if (shown.virtualizationType === "paravirtual" && textAt(parameters, "EnaSupport") === "true")
    throw new AwsError("InvalidParameterCombination", "Enhanced networking needs virtualization type hvm");
  const disk = { snapshot: snapshot.id, size: textAt(ebs, "VolumeSize") ?? "", volumeType: textAt(ebs, "VolumeType") };
  const image = newImage(cloud, parameters, { ...disk, shown });
  if (has.failedRegistrations > 0) {
    has.failedRegistrations -= 1;
    image.state = "failed";
  }
  has.images.set(image.id, image);
  return { imageId: image.id };
};

const shownIn = (parameters: Parameters): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, shown]) => {
      const value = textAt(parameters, name);
      return value === undefined ? [] : [[shown, value]];
    }),
  );

function nameIn(parameters: Parameters): string {
  const name = textAt(parameters, "Name") ?? "";
  if (!/^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/.test(name))
    throw new AwsError("InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long");
  return name;
}

function newImage(
  cloud: Cloud,
  parameters: Parameters,
  {
    snapshot,
    size,
    volumeType,
    shown,
  }: Pick<StoredImage, "snapshot" | "size" | "shown"> & { volumeType: string | undefined },
): StoredImage {
  const { imageHidden, imagePending } = cloud.slowness;
  return {
    id: cloud.id("ami"),
    name: nameIn(parameters),
    shown,
    description: textAt(parameters, "Description") ?? "",
    snapshot,
    size,
    ...(volumeType !== undefined && { volumeType }),
    tags: taggedIn(parameters, "image"),
    made: cloud.now(),
    hiddenLooks: imageHidden,
    pendingLooks: imagePending,
    state: "available",
    public: false,
    protection: "disabled",
  };
}

/** Copies an image into the region that is asked. */
export const copyImage: Action = (cloud, { account, region, parameters }) => {
  const has = cloud.of(account, region);
  const from = textAt(parameters, "SourceRegion") ?? "";
  const sourceId = textAt(parameters, "SourceImageId") ?? "";
  const token = textAt(parameters, "ClientToken");
  const known = token === undefined ? undefined : has.tokens.get(token);
  if (known !== undefined) {
    // B:ec2: the same token with other parameters
    if (known.parameters !== `${from} ${sourceId}`)
      throw new AwsError("IdempotentParameterMismatch", "The client token was used with other parameters");
    return { imageId: known.id };
  }
  const source = cloud.of(account, from).images.get(sourceId);
  if (source === undefined) throw notFound(sourceId);
  if (stateOf(source) !== "available")
    throw new AwsError("InvalidAMIID.Unavailable", `The image ${sourceId} is currently ${stateOf(source)}`);
  if (has.busyCopies > 0) {
    has.busyCopies -= 1;
    throw new AwsError(
      "ResourceLimitExceeded",
      "Too many snapshot copies in progress. The limit is 20 for this destination region.",
    );
  }
  // names of copies need not be unique, permissions and tags are not copied (coreos-assembler; EC2 guide, CopyingAMIs)
  const snapshot = copiedSnapshot(
    cloud,
    { account, from, to: region },
    source.snapshot,
    taggedIn(parameters, "snapshot"),
  );
  const { size, volumeType, shown } = source;
  const image = newImage(cloud, parameters, { snapshot, size, volumeType, shown });
  if (has.failedCopies > 0) {
    has.failedCopies -= 1;
    image.state = "failed";
    image.stateReason = "an internal error";
  }
  if (has.brokenSnapshots > 0) {
    has.brokenSnapshots -= 1;
    image.pendingLooks = Number.POSITIVE_INFINITY;
    Object.assign(snapshotOf(has, snapshot), { state: "error" });
  }
  if (has.lostCopies > 0) {
    has.lostCopies -= 1;
    has.snapshots.delete(snapshot);
  } else has.images.set(image.id, image);
  if (token !== undefined) has.tokens.set(token, { parameters: `${from} ${sourceId}`, id: image.id });
  return { imageId: image.id };
};

export const deregisterImage: Action = (cloud, asked) => {
  const image = ownImage(cloud, asked);
  // EC2 API reference, error codes, names both states; that this call minds them is not said, so the stricter is played
  if (stateOf(image) === "pending") throw new AwsError("InvalidAMIID.Unavailable", `The image ${image.id} is pending`);
  // EC2 guide, ami-deregistration-protection: refused for everybody
  if (image.protection.startsWith("enabled") || image.isCooling === true)
    throw new AwsError("OperationNotPermitted", `The AMI ${image.id} is protected from deregistration`);
  const { images, leaving } = cloud.of(asked.account, asked.region);
  images.delete(image.id);
  leaving.set(image.id, { image, looks: cloud.slowness.imageLingers ?? 1 });
  return { return: true };
};
