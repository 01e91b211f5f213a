import { describe, expect, it } from "vitest";
import { awsRights } from "../../../targets/aws/model/rights.ts";
import { digestTag } from "../../../targets/aws/model/tags.ts";
import { actionsOf } from "../../../targets/rights.ts";
import { awsAccountSchema } from "../config-aws.ts";
import { resourcesOf } from "../../../targets/aws/model/role-resources.ts";
import { rolePolicy } from "./role-policy.ts";

const account = awsAccountSchema.parse({
  account: "903794441882",
  home: "us-east-1",
  regions: ["us-east-1"],
  parameters: ["/debian/daily", "/aws/service/debian"],
});
const images = "arn:aws:ec2:*::image/*";
const snapshots = "arn:aws:ec2:*::snapshot/*";

describe("an action is allowed", () => {
  it.each([
    ["ec2:DeregisterImage", [images, snapshots]],
    ["ec2:ModifyImageAttribute", [images]],
    ["ec2:DeleteSnapshot", [snapshots]],
    ["ebs:PutSnapshotBlock", [snapshots]],
    [
      "ssm:PutParameter",
      ["arn:aws:ssm:*:903794441882:parameter/debian/daily/*", "arn:aws:ssm:*::parameter/aws/service/debian/*"],
    ],
    ["iam:PutRolePolicy", ["arn:aws:iam::903794441882:role/cloud-images-daily-*"]],
    ["ec2:DescribeImages", ["*"]],
    ["account:EnableRegion", ["*"]],
  ])("%s, on these resources only", (action, resources) => {
    expect(resourcesOf(action, account, "daily")).toEqual(resources);
  });

  it("on everything only if AWS cannot limit it: an action that nobody thought of is an error", () => {
    expect(() => resourcesOf("ec2:TerminateInstances", account, "daily")).toThrow("ec2:TerminateInstances");
  });
});

it.each(["publish", "delete", "setup"] as const)("the role %s has each action of the table", (group) => {
  const allowed = rolePolicy(group, account, "daily").Statement.flatMap(({ Action }) => Action);
  expect(allowed.toSorted()).toEqual(actionsOf(awsRights, group));
});

it.each([
  ["delete", "ec2:DeregisterImage", "aws:ResourceTag/ImageDigest"],
  ["delete", "ec2:DeleteSnapshot", "aws:ResourceTag/ImageDigest"],
  ["publish", "ec2:ModifyImageAttribute", "aws:ResourceTag/ImageDigest"],
  ["publish", "ebs:PutSnapshotBlock", "aws:ResourceTag/ImageDigest"],
  ["publish", "ebs:StartSnapshot", "aws:RequestTag/ImageDigest"],
] as const)("the role %s may call %s only with %s", (group, action, key) => {
  const statements = rolePolicy(group, account, "daily").Statement.filter(({ Action }) => Action.includes(action));
  expect(statements).toMatchObject([{ Condition: { Null: { [key]: "false" } } }]);
});

it("the tag of the conditions is the one by which an image is found again", () => {
  expect(awsRights.tagged?.tag).toBe(digestTag);
});

it.each(["publish", "delete"] as const)(
  "a condition is of an action that the role %s has, or of the other's",
  (group) => {
    const { made = [], used = [] } = awsRights.tagged ?? {};
    const other = actionsOf(awsRights, group === "publish" ? "delete" : "publish");
    expect([...actionsOf(awsRights, group), ...other]).toEqual(expect.arrayContaining([...made, ...used]));
  },
);

it("an account without parameters may write none", () => {
  const without = { ...account, parameters: [] };
  expect(JSON.stringify(rolePolicy("publish", without, "daily"))).not.toContain("ssm:");
});
