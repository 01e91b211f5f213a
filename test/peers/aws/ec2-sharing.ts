import type { Action } from "./ec2.ts";
import { AwsError } from "./error.ts";
import { ownImage, stateOf } from "./ec2-images.ts";
import { found } from "./late-setting.ts";
import { snapshotOf } from "./ec2-snapshots.ts";
import { structuresAt, textAt, textsAt, type Parameters } from "./query.ts";

const year = 365 * 86_400_000;
const longestPublic = 2 * year;

const groupsIn = (parameters: Parameters, change: string): string[] => {
  const permission = (parameters["LaunchPermission"] ?? {}) as Parameters;
  return structuresAt(permission, change).flatMap((each) => textAt(each, "Group") ?? textAt(each, "UserGroup") ?? []);
};

/** Who may start an image or copy its snapshot, and until when lists name it. */
export const sharing: Readonly<Record<string, Action>> = {
  ModifyImageAttribute(cloud, asked) {
    const image = ownImage(cloud, asked);
    const has = cloud.of(asked.account, asked.region);
    if (stateOf(image) !== "available")
      // ec2imgutils#45
      throw new AwsError("InvalidAMIID.Unavailable", `The image ${image.id} is currently ${stateOf(image)}`);
    if (groupsIn(asked.parameters, "Remove").includes("all")) {
      image.public = false;
      return { return: true };
    }
    if (!groupsIn(asked.parameters, "Add").includes("all"))
      throw new AwsError("InvalidParameterCombination", "No attributes specified.");
    // clouds.md 1.4: asked only while sharing
    if (found(has.imageBlock) !== "unblocked")
      throw new AwsError(
        "OperationNotPermitted",
        "You can't publicly share this AMI because block public access is on: DisableImageBlockPublicAccess",
      );
    if (snapshotOf(has, image.snapshot).encrypted)
      throw new AwsError("InvalidParameter", "Snapshots encrypted with the AWS Managed CMK can't be shared");
    // an image in the Recycle Bin counts too (clouds.md 1.4)
    const publicOnes = [...has.images.values(), ...has.bin.values()].filter((each) => each.public && each !== image);
    if (publicOnes.length >= has.publicQuota)
      throw new AwsError(
        "ResourceLimitExceeded",
        `You have reached your quota of ${has.publicQuota} for the number of public images allowed in this Region`,
      );
    // B:ec2, EnableImageDeprecation: two years for public images; that sharing minds a later day is not said, so the stricter is played
    if (!image.public && Date.parse(image.deprecation ?? "") > image.made.getTime() + longestPublic)
      throw new AwsError(
        "InvalidParameterValue",
        "The deprecation of a public AMI is at most 2 years from its creation",
      );
    if (!image.public) {
      image.public = true;
      // EC2 guide, sharingamis-intro: AWS sets a day by itself
      image.deprecation ??= new Date(image.made.getTime() + 2 * year).toISOString();
    }
    return { return: true };
  },

  EnableImageDeprecation(cloud, asked) {
    const image = ownImage(cloud, asked);
    const at = Date.parse(textAt(asked.parameters, "DeprecateAt") ?? "");
    if (!(at > cloud.now().getTime())) throw new AwsError("InvalidParameterValue", "DeprecateAt must be in the future");
    if (at > image.made.getTime() + (image.public ? longestPublic : 10 * year))
      throw new AwsError("InvalidParameterValue", "DeprecateAt is too far in the future");
    // EC2 guide, ami-deprecate: of a public image only earlier
    if (image.public && image.deprecation !== undefined && at > Date.parse(image.deprecation))
      throw new AwsError("InvalidParameterValue", "The deprecation of a public AMI cannot be moved to a later date");
    image.deprecation = new Date(Math.floor(at / 60_000) * 60_000).toISOString();
    return { return: true };
  },

  EnableImageDeregistrationProtection(cloud, asked) {
    const withCooldown = textAt(asked.parameters, "WithCooldown") === "true";
    ownImage(cloud, asked).protection = withCooldown ? "enabled-with-cooldown" : "enabled-without-cooldown";
    return { return: "true" };
  },

  DisableImageDeregistrationProtection(cloud, asked) {
    const image = ownImage(cloud, asked);
    // EC2 guide, ami-deregistration-protection: with a cooldown it holds for a day more
    if (image.protection === "enabled-with-cooldown") image.isCooling = true;
    image.protection = image.isCooling === true ? cloud.protectionWhileCooling : "disabled";
    return { return: "true" };
  },

  ModifySnapshotAttribute(cloud, { account, region, parameters }) {
    const has = cloud.of(account, region);
    const snapshot = snapshotOf(has, textAt(parameters, "SnapshotId") ?? "");
    if (!textsAt(parameters, "UserGroup").includes("all")) throw new AwsError("InvalidParameterValue", "no group");
    const isPublic = textAt(parameters, "OperationType") === "add";
    if (isPublic && snapshot.encrypted)
      throw new AwsError("InvalidParameter", "Encrypted snapshots cannot be shared publicly");
    if (isPublic && found(has.snapshotBlock) !== "unblocked")
      throw new AwsError(
        "OperationNotPermitted",
        "Public sharing of snapshots is blocked: DisableSnapshotBlockPublicAccess",
      );
    snapshot.public = isPublic;
    return { return: true };
  },

  DescribeSnapshotAttribute(cloud, { account, region, parameters }) {
    const snapshot = snapshotOf(cloud.of(account, region), textAt(parameters, "SnapshotId") ?? "");
    return { snapshotId: snapshot.id, createVolumePermission: snapshot.public ? [{ group: "all" }] : [] };
  },
};
