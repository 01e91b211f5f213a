import { expect, test } from "vitest";
import { parseImageName } from "../../../images/model/image.ts";
import { awsReaders } from "./readers.ts";

const lines = (name: string): string[] => {
  const image = parseImageName(name);
  if (image === undefined) throw new RangeError(name);
  const at = { target: "aws-eu-west-1", refs: ["ami-0abc", "snap-0def"] };
  return awsReaders.commands({ ...image, name }, at).map(({ line }) => line);
};

test("an AMI is started by its id in its region, and found by Debian's account and its name there", () => {
  const [start, find] = lines("debian-13-ec2-arm64-20260717-2542");
  expect(start).toContain("--region eu-west-1 --image-id ami-0abc");
  expect(find).toContain("--owners 136693071363 --filters 'Name=name,Values=debian-13-arm64-*'");
});

test("the newest release has a name of Debian's own, where AWS keeps names for Debian", () => {
  expect(lines("debian-13-ec2-arm64-20260717-2542")[2]).toBe(
    "aws ssm get-parameter --region eu-west-1 --name /aws/service/debian/release/13/latest/arm64 --query Parameter.Value --output text",
  );
  expect(lines("debian-13-ec2-arm64-daily-20260717-2542").join("\n")).not.toContain("get-parameter");
});

test("Terraform finds the newest by Debian's account and its name", () => {
  const found = lines("debian-13-ec2-arm64-20260717-2542").at(-1);
  expect(found).toContain('owners      = ["136693071363"]');
  expect(found).toContain('values = ["debian-13-arm64-*"]');
});

test("a daily is of the dailies' account", () => {
  expect(lines("debian-13-ec2-arm64-daily-20260717-2542")[1]).toContain(
    "--owners 903794441882 --filters 'Name=name,Values=debian-13-arm64-daily-*'",
  );
});
