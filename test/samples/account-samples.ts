import type { Rule } from "../../policy/rule.ts";
import { violationsOf } from "../../policy/ask.ts";
import { registered, type ResourceSample } from "./policy-samples.ts";

/** The channel's accounts that the samples are parts of. */

const gitlab = { url: "https://salsa.debian.org", project: "cloud-team/cloud-images", refType: "branch", ref: "main" };
export const subject = "project_path:cloud-team/cloud-images:ref_type:branch:ref:main";
export const administrator = "arn:aws:iam::903794441882:user/kai";

const component = (type: string, inputs: Record<string, unknown>): ResourceSample => ({
  type: `debian:cloud:${type}`,
  name: "daily",
  stack: "accounts-daily",
  protect: true,
  props: { channel: "daily", gitlab, ...inputs },
});
const aws = {
  account: "903794441882",
  audience: "sts.amazonaws.com",
  administrators: [administrator],
  parameters: ["/debian/daily"],
  regions: ["us-east-1"],
};
const azure = { subscription: "1", resourceGroup: "debian-daily", communityGallery: { name: "debian_daily" } };
const accounts: Readonly<Record<string, ResourceSample>> = {
  aws: component("AwsChannelAccount", { aws }),
  "azure-native": component("AzureChannelSubscription", { azure }),
  gcp: component("GcpChannelProject", { gcp: { project: "debian-images", bucket: "debian-images" } }),
};

/** A resource of the account at the cloud of its type. */
export function partOfAccount(type: string, props: Record<string, unknown>): ResourceSample {
  const parent = accounts[type.split(":")[0] ?? ""]?.type;
  return { type, name: "x", stack: "accounts-daily", protect: true, props, ...(parent !== undefined && { parent }) };
}

/** What a rule, or several, find in a part of an account. */
export const foundInAccount = (sample: ResourceSample, ...rules: readonly Rule[]): string[] =>
  violationsOf([...Object.values(accounts), sample].map(registered), rules).map(({ message }) => message);
