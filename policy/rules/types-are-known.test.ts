import { describe, expect, it } from "vitest";
import { isUnknown } from "./types-are-known.ts";

const unknown = (type: string): boolean => isUnknown({ type, name: "x", props: {} });

describe("a type of resource", () => {
  it.each([
    "debian:mirror:ImageFiles",
    "debian:openstack:Image",
    "debian:cloud:Amphora",
    "debian:gitlab:Runner",
    "openstack:compute/instance:Instance",
    "debian:cloud:AwsChannelAccount",
    "aws:iam/role:Role",
    "pulumi:pulumi:Stack",
    "pulumi:providers:debian",
    "pulumi:providers:openstack",
    "pulumi:providers:aws",
    "pulumi:providers:azure-native",
    "pulumi:providers:gcp",
  ])("that a target, an account or a workload claims is known: %s", (type) => {
    expect(unknown(type)).toBe(false);
  });

  it.each([
    "aws:ec2/ami:Ami",
    "aws:s3/bucket:Bucket",
    "debian:aws:Volume",
    "debian:mirror:Imagefiles",
    "openstack:networking/floatingIp:FloatingIp",
    "pulumi:providers:random",
    "constructor",
  ])("that nobody claims is refused: %s", (type) => {
    expect(unknown(type)).toBe(true);
  });
});
