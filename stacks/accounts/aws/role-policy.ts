import { actionsOf, type RightGroup } from "../../../targets/rights.ts";
import { awsRights, tagCondition, type TagCondition } from "../../../targets/aws/model/rights.ts";
import type { AwsAccount } from "../config-aws.ts";
import type { Channel } from "../../../images/model/definitions/channels.ts";

interface Statement {
  Effect: "Allow";
  Action: string[];
  Resource: string[];
  Condition?: TagCondition;
}

export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: Statement[];
}

/** A role's name, as `cloud-images-daily-publish`. */
export const roleName = (channel: Channel, group: RightGroup): string => `cloud-images-${channel}-${group}`;

/**
 * Allows exactly the actions of the table targets/aws/model/rights.json, each on the resources that it needs, and on those with our
 * tag alone where AWS can tell.
 */
export function rolePolicy(group: RightGroup, account: AwsAccount, channel: Channel): PolicyDocument {
  const statements = actionsOf(awsRights, group).flatMap((action): Statement[] => {
    const Resource = resourcesOf(action, account, channel);
    const Condition = tagCondition(action);
    if (Resource.length === 0) return [];
    return [{ Effect: "Allow", Action: [action], Resource, ...(Condition !== undefined && { Condition }) }];
  });
  const alike = Map.groupBy(statements, ({ Resource, Condition }) => JSON.stringify([Resource, Condition]));
  return {
    Version: "2012-10-17",
    Statement: [...alike.values()].flatMap(([first, ...others]) =>
      first === undefined ? [] : [{ ...first, Action: [first, ...others].flatMap(({ Action }) => Action) }],
    ),
  };
}

const snapshots = "arn:aws:ec2:*::snapshot/*";
const images = "arn:aws:ec2:*::image/*";

/** Actions that AWS cannot limit to a resource. */
const ofWholeAccount = /^(Describe|Get|List)|^(En|Dis)able(Image|Snapshot)BlockPublicAccess$|^EnableRegion$/;

/** The ARNs that an action is allowed on; empty if the account has no such resource. */
export function resourcesOf(action: string, account: AwsAccount, channel: Channel): string[] {
  const [service = "", verb = ""] = action.split(":");
  if (service === "ebs" || /^(Modify|Delete)Snapshot/.test(verb)) return [snapshots];
  if (["RegisterImage", "CopyImage", "CreateTags", "DeregisterImage"].includes(verb)) return [images, snapshots];
  if (/^(ModifyImageAttribute|(En|Dis)ableImage(Deprecation|DeregistrationProtection))$/.test(verb)) return [images];
  if (service === "ssm") return account.parameters.map((prefix) => parameterArn(prefix, account));
  if (service === "iam") return iamArns(verb, account, channel);
  if (ofWholeAccount.test(verb)) return ["*"];
  throw new RangeError(`${action}: say in stacks/accounts/aws/role-policy.ts which resources it is allowed on`);
}

/** The ARN of a public parameter (/aws/…) names no account. AWS lets publishers write those. */
const parameterArn = (prefix: string, { account }: AwsAccount): string =>
  `arn:aws:ssm:*:${prefix.startsWith("/aws/") ? "" : account}:parameter${prefix}/*`;

const iamArns = (verb: string, { account }: AwsAccount, channel: Channel): string[] =>
  verb.includes("OpenIDConnectProvider")
    ? [`arn:aws:iam::${account}:oidc-provider/*`]
    : [`arn:aws:iam::${account}:role/cloud-images-${channel}-*`];
