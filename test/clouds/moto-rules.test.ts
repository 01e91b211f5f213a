import * as ec2 from "@aws-sdk/client-ec2";
import { GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { AwsWorld, described } from "./aws-world.ts";
import type { Asker } from "./accounts.ts";
import { region } from "./ebs.ts";

/** moto is as late as AWS, and does unasked what AWS does, by our rules over it. moto-refusals.test.ts has the refusals. */

let world: AwsWorld;
beforeAll(async () => {
  world = await AwsWorld.make();
});
// the images and the roles' sessions stay
beforeEach(() => world.rules());

const day = 86_400_000;

test("a copy without a token is made twice, and with one once; tags come with the call alone", async () => {
  const copy = { Name: "a copy", SourceImageId: await world.image(), SourceRegion: region };
  const ids = [];
  for (const ClientToken of [undefined, undefined, "token", "token"])
    ids.push((await world.elsewhere.ec2.send(new ec2.CopyImageCommand({ ...copy, ClientToken }))).ImageId);
  expect(new Set(ids).size).toBe(3);
  expect((await described(world.elsewhere, ids[0] ?? ""))?.Tags ?? []).toEqual([]);
});

test("a new image is unknown, then without its snapshot, then pending, then available", async () => {
  await world.moto.set({ image_unknown: 1, image_without_snapshot: 1, image_settles: 1 });
  const id = await world.image();
  await expect(described(world.owner, id)).rejects.toMatchObject({ name: "InvalidAMIID.NotFound" });
  const looks = [await described(world.owner, id), await described(world.owner, id)];
  expect(looks.map((look) => look?.State)).toEqual(["pending", "available"]);
  expect(looks.map((look) => look?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId !== undefined)).toEqual([false, true]);
});

test("what is public has an end by itself, and its snapshots can be hidden without a change of their attribute", async () => {
  const found = await described(world.stranger, await world.publicImage());
  expect(Date.parse(found?.DeprecationTime ?? "") - Date.now()).toBeGreaterThan(700 * day);
  const SnapshotId = found?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? "";
  const all = { CreateVolumePermission: { Add: [{ Group: "all" as const }] } };
  await world.owner.ec2.send(new ec2.ModifySnapshotAttributeCommand({ SnapshotId, ...all }));
  const look = () => world.stranger.ec2.send(new ec2.DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId] }));
  expect((await look()).Snapshots).toHaveLength(1);
  await world.owner.ec2.send(new ec2.EnableSnapshotBlockPublicAccessCommand({ State: "block-all-sharing" }));
  await expect(look()).rejects.toMatchObject({ name: "InvalidSnapshot.NotFound" });
  await world.owner.ec2.send(new ec2.DisableSnapshotBlockPublicAccessCommand({}));
  expect((await look()).Snapshots).toHaveLength(1);
});

test("a parameter of an image is answered before it is looked at: late, or never where the image is not there", async () => {
  await world.moto.set({ parameter_settles: 2 });
  const id = await world.image();
  await world.put("/debian/image", id, "aws:ec2:image");
  await world.put("/debian/none", "ami-0123456789abcdef0", "aws:ec2:image");
  const read = (Name: string) => world.owner.ssm.send(new GetParameterCommand({ Name }));
  await expect(read("/debian/image")).rejects.toMatchObject({ name: "ParameterNotFound" });
  expect((await read("/debian/image")).Parameter?.Value).toBe(id);
  for (let look = 0; look < 4; look += 1)
    await expect(read("/debian/none")).rejects.toMatchObject({ name: "ParameterNotFound" });
});

test("quotas are those that a test sets, and AWS's own elsewhere", async () => {
  await world.moto.set({ public_images: { "us-east-1": 50 } });
  const quota = async ({ quotas }: Asker) =>
    (await quotas.send(new GetServiceQuotaCommand({ ServiceCode: "ec2", QuotaCode: "L-0E3CBAB9" }))).Quota?.Value;
  expect([await quota(world.owner), await quota(world.elsewhere)]).toEqual([5, 50]);
});

test("only its owner sees when an image was launched last", async () => {
  const id = await world.publicImage();
  await world.moto.set({ last_launched: { [id]: "2026-11-20T00:00:00.000Z" } });
  expect((await described(world.owner, id))?.LastLaunchedTime).toBe("2026-11-20T00:00:00.000Z");
  expect((await described(world.stranger, id))?.LastLaunchedTime).toBeUndefined();
});

test("what is in the bin is listed there alone", async () => {
  await world.moto.set({ public_images_in_bin: { [region]: 2 } });
  const { Images: bin = [] } = await world.owner.ec2.send(new ec2.ListImagesInRecycleBinCommand({}));
  expect(bin).toHaveLength(2);
  for (const { ImageId = "" } of bin)
    await expect(described(world.owner, ImageId)).rejects.toMatchObject({ name: "InvalidAMIID.NotFound" });
});
