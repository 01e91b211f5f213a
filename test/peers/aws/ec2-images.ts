import type { AccountRegion, Cloud, Known, StoredImage } from "./cloud.ts";
import type { Action } from "./ec2.ts";
import { AwsError } from "./error.ts";
import { pageOf } from "./pages.ts";
import { structuresAt, textAt, textsAt } from "./query.ts";
import { matches } from "./tags.ts";
import type { Xml } from "./xml.ts";

export const describeImages: Action = (cloud, asked) =>
  pageOf(cloud, asked.parameters, "imagesSet", () => listedImages(cloud, asked));

function listedImages(cloud: Cloud, { account, region, parameters }: Known): Xml[] {
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
    return seen.filter(({ image }) => ids.includes(image.id)).map((each) => shownImage(each, account));
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
  return listed.map((each) => shownImage(each, account));
}

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
  const { encrypted = false, state } = has.snapshots.get(image.snapshot) ?? {};
  const ebs = {
    // bottlerocket#1066: the mapping comes later than the image
    snapshotId: image.pendingLooks > 0 && state !== "error" ? undefined : image.snapshot,
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
  // EC2 API reference, error codes: what is deregistered, and what is pending
  if (cloud.of(account, region).leaving.has(id))
    throw new AwsError("InvalidAMIID.Unavailable", `The image ID '${id}' is no longer available`);
  const isOthers = cloud.inRegion(region).some(([, has]) => has.images.get(id)?.public === true);
  throw isOthers ? new AwsError("AuthFailure", `Not authorized for image:${id}`, 403) : notFound(id);
}
