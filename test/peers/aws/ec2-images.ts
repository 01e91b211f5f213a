import type { AccountRegion, Cloud, Known, StoredImage } from "./cloud.ts";
import type { Action } from "./ec2.ts";
import { AwsError } from "./error.ts";
import { structuresAt, textAt, textsAt, type Parameters } from "./query.ts";
import { copiedSnapshot, snapshotOf } from "./ec2-snapshots.ts";
import { matches, taggedIn } from "./tags.ts";
import type { Xml } from "./xml.ts";

export const describeImages: Action = (cloud, { account, region, parameters }) => {
  const ids = textsAt(parameters, "ImageId");
  const owners = textsAt(parameters, "Owner");
  const seen = cloud
    .inRegion(region)
    .flatMap(([owner, has]) =>
      [...[...has.images.values()].filter(isSeen), ...lingering(has)]
        .filter((image) => owner === account || image.public)
        .map((image) => ({ owner, has, image })),
    );
  if (ids.length > 0) {
    const missing = ids.find((id) => !seen.some(({ image }) => image.id === id));
    // private and missing look the same to others
    if (missing !== undefined) throw notFound(missing);
    return { imagesSet: seen.filter(({ image }) => ids.includes(image.id)).map((each) => shownImage(each, account)) };
  }
  const asOwner = owners.includes("self") ? account : owners[0];
  const listed = seen.filter(
    ({ owner, image }) =>
      (asOwner === undefined || owner === asOwner) &&
      // EC2 guide, ami-deprecate: others do not find a deprecated image in lists
      (owner === account || !isDeprecated(cloud, image) || textAt(parameters, "IncludeDeprecated") === "true") &&
      matches(structuresAt(parameters, "Filter"), {
        ...image,
        values: { name: image.name, "is-public": String(image.public) },
      }),
  );
  return { imagesSet: listed.map((each) => shownImage(each, account)) };
};

/** The images that a look finds though they are deregistered (clouds.md 1.1). */
export function lingering({ leaving }: AccountRegion): StoredImage[] {
  for (const [id, each] of leaving) if (each.looks-- <= 0) leaving.delete(id);
  return [...leaving.values()].map(({ image }) => image);
}

/** Whether a look finds an image. The first looks do not find a new one (coreos-assembler). */
function isSeen(image: StoredImage): boolean {
  if (image.hiddenLooks > 0) {
    image.hiddenLooks -= 1;
    return false;
  }
  if (image.pendingLooks > 0) image.pendingLooks -= 1;
  return true;
}

const isDeprecated = (cloud: Cloud, { deprecation }: StoredImage): boolean =>
  deprecation !== undefined && Date.parse(deprecation) <= cloud.now().getTime();

export const stateOf = (image: StoredImage): string => (image.pendingLooks > 0 ? "pending" : image.state);

function shownImage(
  { owner, has, image }: { owner: string; has: AccountRegion; image: StoredImage },
  asker: string,
): Xml {
  const { encrypted = false } = has.snapshots.get(image.snapshot) ?? {};
  const ebs = {
    // bottlerocket#1066: the mapping comes later than the image
    snapshotId: image.pendingLooks > 0 ? undefined : image.snapshot,
    volumeSize: image.size,
    volumeType: image.volumeType ?? "standard",
    deleteOnTermination: "true",
    encrypted: String(encrypted),
  };
  return {
    imageId: image.id,
    imageState: stateOf(image),
    stateReason:
      image.stateReason === undefined ? undefined : { code: "Server.InternalError", message: image.stateReason },
    imageOwnerId: owner,
    isPublic: image.public,
    name: image.name,
    description: image.description,
    creationDate: image.made.toISOString(),
    ...image.shown,
    blockDeviceMapping: [{ deviceName: image.shown["rootDeviceName"], ebs }],
    tagSet: owner === asker ? Object.entries(image.tags).map(([key, value]) => ({ key, value })) : [],
    deprecationTime: image.deprecation,
    deregistrationProtection: image.protection,
    lastLaunchedTime: owner === asker ? image.lastLaunched : undefined,
  };
}

export const notFound = (id: string): AwsError =>
  new AwsError("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);

/** An image of the asker. EC2 refuses changes of other images in other words than of unknown ones. */
export function ownImage(cloud: Cloud, { account, region, parameters }: Known): StoredImage {
  const id = textAt(parameters, "ImageId") ?? "";
  const image = cloud.of(account, region).images.get(id);
  if (image !== undefined) return image;
  const isOthers = cloud.inRegion(region).some(([, has]) => has.images.get(id)?.public === true);
  throw isOthers ? new AwsError("AuthFailure", `Not authorized for image:${id}`, 403) : notFound(id);
}

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
  if (has.lostCopies > 0) {
    has.lostCopies -= 1;
    has.snapshots.delete(snapshot);
  } else has.images.set(image.id, image);
  if (token !== undefined) has.tokens.set(token, { parameters: `${from} ${sourceId}`, id: image.id });
  return { imageId: image.id };
};

export const deregisterImage: Action = (cloud, asked) => {
  const image = ownImage(cloud, asked);
  // EC2 guide, ami-deregistration-protection: refused for everybody
  if (image.protection.startsWith("enabled") || image.isCooling === true)
    throw new AwsError("OperationNotPermitted", `The AMI ${image.id} is protected from deregistration`);
  const { images, leaving } = cloud.of(asked.account, asked.region);
  images.delete(image.id);
  leaving.set(image.id, { image, looks: cloud.slowness.imageLingers ?? 1 });
  return { return: true };
};
