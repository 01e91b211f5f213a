import { SnapshotBlockPublicAccess } from "@pulumi/aws/ebs/snapshotBlockPublicAccess.js";
import { ImageBlockPublicAccess } from "@pulumi/aws/ec2/imageBlockPublicAccess.js";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Provider } from "@pulumi/aws/provider.js";
import * as pulumi from "@pulumi/pulumi";
import type { Channel } from "../../../images/model/definitions/channels.ts";
import { roleName } from "../../../targets/aws/model/role-resources.ts";
import { grantedTo, type RightGroup } from "../../../targets/rights.ts";
import type { TrustedJobs } from "../../../targets/trusted-jobs.ts";
import type { AwsAccount } from "../config-aws.ts";
import { kept } from "../kept.ts";
import { rolePolicy } from "./role-policy.ts";
import { trustOfJobs, trustOfPeople } from "./trust.ts";

interface AwsChannelAccountArgs {
  channel: Channel;
  gitlab: TrustedJobs;
  aws: AwsAccount;
}

/** Seconds that a job may publish for before it asks again: the copies of one set take an hour and more. */
const session = 4 * 60 * 60;

/** Sets up a channel's account at AWS: the roles that publish and delete, and the regions in which images may be public. */
export class AwsChannelAccount extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:AwsChannelAccount";

  /** The ARNs of the roles that jobs take. */
  readonly publishRole: pulumi.Output<string>;
  readonly deleteRole: pulumi.Output<string>;

  readonly #args: AwsChannelAccountArgs;
  readonly #own: pulumi.CustomResourceOptions;

  constructor(name: string, args: AwsChannelAccountArgs) {
    super(AwsChannelAccount.__pulumiType, name, args);
    const { gitlab, aws } = args;
    this.#args = args;
    this.#own = { parent: this, provider: providerOf(name, args, this), ...kept };
    const issuer = new OpenIdConnectProvider(
      `${name}-gitlab`,
      { url: gitlab.url, clientIdLists: [aws.audience] },
      this.#own,
    );
    const jobs = issuer.arn.apply((arn) => JSON.stringify(trustOfJobs(arn, gitlab, aws.audience)));
    this.publishRole = this.#role(`${name}-publish`, jobs, "publish").arn;
    this.deleteRole = this.#role(`${name}-delete`, jobs, "delete").arn;
    if (aws.administrators.length > 0)
      this.#role(`${name}-setup`, JSON.stringify(trustOfPeople(aws.administrators)), "setup");
    for (const region of aws.regions) this.#share(`${name}-${region}`, region);
    for (const region of aws.sealed) this.#seal(`${name}-${region}`, region);
    this.registerOutputs({ publishRole: this.publishRole, deleteRole: this.deleteRole });
  }

  /** A role that is named after its group. */
  #role(name: string, assumeRolePolicy: pulumi.Input<string>, own: RightGroup): Role {
    const { channel, aws } = this.#args;
    const role = new Role(
      name,
      { name: roleName(channel, own), assumeRolePolicy, maxSessionDuration: session },
      this.#own,
    );
    for (const group of grantedTo[own])
      new RolePolicy(
        `${name}-may-${group}`,
        { role: role.name, name: group, policy: JSON.stringify(rolePolicy(group, aws, channel)) },
        this.#own,
      );
    return role;
  }

  /** A new account cannot make images public until this setting allows it. Snapshots need no setting: AWS blocks them only on request. */
  #share(name: string, region: string): void {
    new ImageBlockPublicAccess(`${name}-images`, { region, state: "unblocked" }, this.#own);
  }

  /** Deleting the second resource would open the region. `kept` prevents that. */
  #seal(name: string, region: string): void {
    new ImageBlockPublicAccess(`${name}-images`, { region, state: "block-new-sharing" }, this.#own);
    new SnapshotBlockPublicAccess(`${name}-snapshots`, { region, state: "block-all-sharing" }, this.#own);
  }
}

/** This provider refuses every call whose credentials belong to another account. */
const providerOf = (name: string, { channel, aws }: AwsChannelAccountArgs, parent: pulumi.Resource): Provider =>
  new Provider(
    `${name}-aws`,
    {
      region: aws.home,
      allowedAccountIds: [aws.account],
      defaultTags: { tags: { "managed-by": "cloud-images", channel } },
    },
    { parent },
  );
