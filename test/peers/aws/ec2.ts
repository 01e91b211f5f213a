import type { Cloud, Known } from "./cloud.ts";
import { describeImages } from "./ec2-images.ts";
import { copyImage, deregisterImage, registerImage } from "./ec2-registrations.ts";
import { settings } from "./ec2-settings.ts";
import { sharing } from "./ec2-sharing.ts";
import { deleteSnapshot, describeSnapshots } from "./ec2-snapshots.ts";
import { AwsError } from "./error.ts";
import type { Xml } from "./xml.ts";

export type Action = (cloud: Cloud, asked: Known) => Xml;

const actions: Readonly<Record<string, Action>> = {
  DescribeImages: describeImages,
  RegisterImage: registerImage,
  CopyImage: copyImage,
  DeregisterImage: deregisterImage,
  DescribeSnapshots: describeSnapshots,
  DeleteSnapshot: deleteSnapshot,
  ...sharing,
  ...settings,
};

export const readingEc2 = /^(Describe|Get|List)/;

export function answerEc2(cloud: Cloud, asked: Known): Xml {
  const { call, region } = asked;
  // NixOS/infra#105: a region that is not enabled does not say so
  if (call !== "DescribeRegions" && cloud.optIn.get(region) === "not-opted-in")
    throw new AwsError("AuthFailure", "AWS was not able to validate the provided access credentials", 401);
  const action = actions[call];
  if (action === undefined)
    throw new AwsError("InvalidAction", `The action ${call} is not valid for this web service.`);
  return action(cloud, asked);
}
