import { StartSnapshotCommand } from "@aws-sdk/client-ebs";
import * as ec2 from "@aws-sdk/client-ec2";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { AwsWorld, described } from "./aws-world.ts";
import { region } from "./ebs.ts";

/** moto refuses what AWS refuses, by our rules over it. On a kinder server faults of the program would pass unseen. */

let world: AwsWorld;
beforeAll(async () => {
  world = await AwsWorld.make();
});
// the images and the roles' sessions stay
beforeEach(() => world.rules());

const day = 86_400_000;
const after = (days: number): Date => new Date(Date.now() + days * day);

/** What AWS refuses, the code of its refusal, and what is done for it. */
const refusals: [string, string, () => Promise<unknown>][] = [
  [
    "a second image of one name",
    "InvalidAMIName.Duplicate",
    async () => {
      await world.image({ Name: "twice" });
      await world.image({ Name: "twice" });
    },
  ],
  [
    "a snapshot that is pending",
    "IncorrectState",
    async () => {
      const { SnapshotId } = await world.owner.ebs.send(new StartSnapshotCommand({ VolumeSize: 1 }));
      await world.image({ BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { SnapshotId } }] });
    },
  ],
  [
    "arm64 without hvm, which is not the default",
    "InvalidParameterCombination",
    () => world.image({ Architecture: "arm64", VirtualizationType: undefined }),
  ],
  [
    "a copy that does not say from which region",
    "MissingParameter",
    () =>
      world.owner.ec2.send(
        new ec2.CopyImageCommand({ Name: "copied", SourceImageId: "ami-1", SourceRegion: undefined }),
      ),
  ],
  ["a root device that is not mapped", "InvalidBlockDeviceMapping", () => world.image({ RootDeviceName: "/dev/sda1" })],
  [
    "an image that is public where that is blocked",
    "OperationNotPermitted",
    async () => {
      await world.moto.set({ image_sharing: "block-new-sharing" });
      await world.publicImage();
    },
  ],
  [
    "more public images than the quota, with those in the bin",
    "ResourceLimitExceeded",
    async () => {
      await world.moto.set({ public_images: { [region]: 3 }, public_images_in_bin: { [region]: 3 } });
      await world.publicImage();
    },
  ],
  [
    "`unblocked` as a state to be enabled (boto/boto3#3942)",
    "InvalidRequest",
    () => world.owner.ec2.send(new ec2.EnableSnapshotBlockPublicAccessCommand({ State: "unblocked" })),
  ],
  [
    "a later end of a public image",
    "OperationNotPermitted",
    async () => {
      const ImageId = await world.publicImage();
      for (const days of [100, 200])
        await world.owner.ec2.send(new ec2.EnableImageDeprecationCommand({ ImageId, DeprecateAt: after(days) }));
    },
  ],
  [
    "an end in the past",
    "InvalidParameterValue",
    async () => {
      await world.owner.ec2.send(
        new ec2.EnableImageDeprecationCommand({ ImageId: await world.image(), DeprecateAt: after(-1) }),
      );
    },
  ],
  [
    "the deregistration of a protected image",
    "OperationNotPermitted",
    async () => {
      const ImageId = await world.image();
      await world.owner.ec2.send(new ec2.EnableImageDeregistrationProtectionCommand({ ImageId }));
      await world.owner.ec2.send(new ec2.DeregisterImageCommand({ ImageId }));
    },
  ],
  [
    "the deletion of a snapshot in use, by a disabled image too",
    "InvalidSnapshot.InUse",
    async () => {
      const ImageId = await world.image();
      const found = await described(world.owner, ImageId);
      await world.owner.ec2.send(new ec2.DisableImageCommand({ ImageId }));
      await world.owner.ec2.send(
        new ec2.DeleteSnapshotCommand({ SnapshotId: found?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId }),
      );
    },
  ],
  [
    "a permission of an image that is pending",
    "InvalidAMIID.Unavailable",
    async () => {
      await world.moto.set({ image_settles: 3 });
      await world.publicImage();
    },
  ],
  [
    "a private image's id, to a stranger",
    "InvalidAMIID.NotFound",
    async () => described(world.stranger, await world.image()),
  ],
  [
    "everything in a region that is off",
    "AuthFailure",
    async () => {
      await world.moto.set({ regions_off: [region] });
      await world.owner.ec2.send(new ec2.DescribeImagesCommand({ Owners: ["self"] }));
    },
  ],
  ["a reserved name of a parameter", "AccessDeniedException", () => world.put("/aws/service/debian/daily", "x")],
  [
    "a public parameter where there never was one (twoliter#518)",
    "AccessDeniedException",
    () => world.owner.ssm.send(new GetParameterCommand({ Name: "/aws/service/debian/none" })),
  ],
  [
    "another data type of a parameter (twoliter#495)",
    "ValidationException",
    async () => {
      await world.put("/debian/type", "text");
      await world.put("/debian/type", await world.image(), "aws:ec2:image");
    },
  ],
];

test.each(refusals)("refuses %s: %s", async (_, code, attempt) => {
  await expect(attempt()).rejects.toMatchObject({ name: code });
});
