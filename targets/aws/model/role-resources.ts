import type { Channel } from "../../../images/model/definitions/channels.ts";
import type { RightGroup } from "../../rights.ts";

/** What the ARNs of a channel's resources need: its account, and the prefixes of the parameters that CI may write. */
interface RoleAccount {
  account: string;
  parameters: readonly string[];
}

/** A role's name, as `cloud-images-daily-publish`. */
export const roleName = (channel: Channel, group: RightGroup): string => `cloud-images-${channel}-${group}`;

const snapshots = "arn:aws:ec2:*::snapshot/*";
const images = "arn:aws:ec2:*::image/*";

/** Actions that AWS cannot limit to a resource. */
const ofWholeAccount = /^(Describe|Get|List)|^(En|Dis)able(Image|Snapshot)BlockPublicAccess$|^EnableRegion$/;

/** The ARNs that an action is allowed on; empty if the account has no such resource. */
export function resourcesOf(action: string, account: RoleAccount, channel: Channel): string[] {
  const [service = "", verb = ""] = action.split(":");
  if (service === "ebs" || /^(Modify|Delete)Snapshot/.test(verb)) return [snapshots];
  if (["RegisterImage", "CopyImage", "CreateTags", "DeregisterImage"].includes(verb)) return [images, snapshots];
  if (/^(ModifyImageAttribute|(En|Dis)ableImage(Deprecation|DeregistrationProtection))$/.test(verb)) return [images];
  if (service === "ssm") return account.parameters.map((prefix) => parameterArn(prefix, account));
  if (service === "iam") return iamArns(verb, account, channel);
  if (ofWholeAccount.test(verb)) return ["*"];
  throw new RangeError(`${action}: say in targets/aws/model/role-resources.ts which resources it is allowed on`);
}

/** The ARN of a public parameter (/aws/…) names no account. AWS lets publishers write those. */
const parameterArn = (prefix: string, { account }: RoleAccount): string =>
  `arn:aws:ssm:*:${prefix.startsWith("/aws/") ? "" : account}:parameter${prefix}/*`;

const iamArns = (verb: string, { account }: RoleAccount, channel: Channel): string[] =>
  verb.includes("OpenIDConnectProvider")
    ? [`arn:aws:iam::${account}:oidc-provider/*`]
    : [`arn:aws:iam::${account}:role/cloud-images-${channel}-*`];
