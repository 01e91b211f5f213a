import { actionsOf, type RightGroup } from "../../../targets/rights.ts";
import { awsRights } from "../../../targets/aws/model/rights.ts";
import type { AwsAccount } from "../config-aws.ts";
import type { Channel } from "../../../images/model/definitions/channels.ts";

interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
}

export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: Statement[];
}

/** How roles are called: `cloud-images-daily-publish`. */
export const roleName = (channel: Channel, group: RightGroup): string => `cloud-images-${channel}-${group}`;

/** Exactly the actions that the target calls, each on the kinds of resources that it is about. */
export function rolePolicy(group: RightGroup, account: AwsAccount, channel: Channel): PolicyDocument {
  const byResources = Map.groupBy(actionsOf(awsRights, group), (action) =>
    resourcesOf(action, account, channel).join(" "),
  );
  return {
    Version: "2012-10-17",
    Statement: [...byResources]
      .filter(([resources]) => resources !== "")
      .map(([resources, Action]) => ({ Effect: "Allow", Action, Resource: resources.split(" ") })),
  };
}

const snapshots = "arn:aws:ec2:*::snapshot/*";
const images = "arn:aws:ec2:*::image/*";

/** Of an action that has no resource, as all that describe, `*`; nothing where the account has no such resource. */
function resourcesOf(action: string, account: AwsAccount, channel: Channel): string[] {
  const [service = "", verb = ""] = action.split(":");
  if (service === "ebs" || /^(Modify|Delete)Snapshot/.test(verb)) return [snapshots];
  if (["RegisterImage", "CopyImage", "CreateTags", "DeregisterImage"].includes(verb)) return [images, snapshots];
  if (/^(ModifyImageAttribute|(En|Dis)ableImage(Deprecation|DeregistrationProtection))$/.test(verb)) return [images];
  if (service === "ssm") return account.parameters.map((prefix) => parameterArn(prefix, account));
  if (service === "iam") return iamArns(verb, account, channel);
  return ["*"];
}

/** AWS's own public parameters, which it lets a publisher write, are of no account. */
const parameterArn = (prefix: string, { account }: AwsAccount): string =>
  `arn:aws:ssm:*:${prefix.startsWith("/aws/") ? "" : account}:parameter${prefix}/*`;

const iamArns = (verb: string, { account }: AwsAccount, channel: Channel): string[] =>
  verb.includes("OpenIDConnectProvider")
    ? [`arn:aws:iam::${account}:oidc-provider/*`]
    : [`arn:aws:iam::${account}:role/cloud-images-${channel}-*`];
