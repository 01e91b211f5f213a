import { WorkloadIdentityPool } from "@pulumi/gcp/iam/workloadIdentityPool.js";
import { WorkloadIdentityPoolProvider } from "@pulumi/gcp/iam/workloadIdentityPoolProvider.js";
import { IAMCustomRole } from "@pulumi/gcp/projects/iamcustomRole.js";
import { IAMMember as ProjectMember } from "@pulumi/gcp/projects/iammember.js";
import { Provider } from "@pulumi/gcp/provider.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { IAMMember as AccountMember } from "@pulumi/gcp/serviceaccount/iammember.js";
import { Bucket } from "@pulumi/gcp/storage/bucket.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";
import * as pulumi from "@pulumi/pulumi";
import type { Channel } from "../../../images/model/definitions/channels.ts";
import { gcpRights } from "../../../targets/gcp/model/rights.ts";
import { actionsOf } from "../../../targets/rights.ts";
import { subjectOf, type TrustedJobs } from "../config.ts";
import type { GcpProject } from "../config-gcp.ts";
import { kept } from "../kept.ts";
import { conditionOf } from "./condition.ts";

export interface GcpChannelProjectArgs {
  channel: Channel;
  gitlab: TrustedJobs;
  gcp: GcpProject;
}

/** What a channel's project at Google Cloud has before anything is published: a private bucket, and who may publish and delete. */
export class GcpChannelProject extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:GcpChannelProject";

  /** The addresses of the service accounts that jobs become. */
  readonly publishAccount: pulumi.Output<string>;
  readonly deleteAccount: pulumi.Output<string>;
  /** The whole name of the provider of identities: jobs ask GitLab for tokens with `https://iam.googleapis.com/` before it as audience. */
  readonly identityProvider: pulumi.Output<string>;

  readonly #args: GcpChannelProjectArgs;
  readonly #own: pulumi.CustomResourceOptions;

  constructor(name: string, args: GcpChannelProjectArgs) {
    super(GcpChannelProject.__pulumiType, name, args);
    const { gcp } = args;
    this.#args = args;
    const provider = new Provider(`${name}-gcp`, { project: gcp.project }, { parent: this });
    this.#own = { parent: this, provider, ...kept };
    const bucket = this.#bucket(name);
    const pool = this.#pool(name);
    this.identityProvider = this.#jobsOf(name, pool).name;
    this.publishAccount = this.#account(name, "publish", pool, bucket).email;
    this.deleteAccount = this.#account(name, "delete", pool, bucket).email;
    this.registerOutputs({
      publishAccount: this.publishAccount,
      deleteAccount: this.deleteAccount,
      identityProvider: this.identityProvider,
    });
  }

  /** An image's bytes are in it until Compute Engine has read them; what a killed run left goes after a week. */
  #bucket(name: string): Bucket {
    const { gcp, channel } = this.#args;
    return new Bucket(
      `${name}-bucket`,
      {
        name: gcp.bucket,
        location: gcp.location.toUpperCase(),
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        softDeletePolicy: { retentionDurationSeconds: 0 },
        lifecycleRules: [{ action: { type: "Delete" }, condition: { age: 7 } }],
        labels: { "managed-by": "cloud-images", channel },
      },
      this.#own,
    );
  }

  #pool(name: string): WorkloadIdentityPool {
    const { channel } = this.#args;
    return new WorkloadIdentityPool(
      `${name}-pool`,
      { workloadIdentityPoolId: `cloud-images-${channel}`, displayName: "Jobs that publish images" },
      this.#own,
    );
  }

  /** A GitLab has many projects: without the condition each of their jobs would have an identity here. */
  #jobsOf(name: string, pool: WorkloadIdentityPool): WorkloadIdentityPoolProvider {
    const { gitlab } = this.#args;
    return new WorkloadIdentityPoolProvider(
      `${name}-gitlab`,
      {
        workloadIdentityPoolId: pool.workloadIdentityPoolId,
        workloadIdentityPoolProviderId: "gitlab",
        oidc: { issuerUri: gitlab.url },
        attributeMapping: { "google.subject": "assertion.sub" },
        attributeCondition: conditionOf(gitlab),
      },
      this.#own,
    );
  }

  /** A service account with exactly the permissions of the table: those of objects in the bucket alone. */
  #account(name: string, group: "publish" | "delete", pool: WorkloadIdentityPool, bucket: Bucket): Account {
    const { channel, gitlab, gcp } = this.#args;
    const accountId = `cloud-images-${channel}-${group}`;
    const account = new Account(
      `${name}-${group}`,
      { accountId, displayName: `${channel} images: ${group}` },
      this.#own,
    );
    new AccountMember(
      `${name}-${group}-jobs`,
      {
        serviceAccountId: account.name,
        role: "roles/iam.workloadIdentityUser",
        member: pulumi.interpolate`principal://iam.googleapis.com/${pool.name}/subject/${subjectOf(gitlab)}`,
      },
      this.#own,
    );
    const permissions = Map.groupBy(actionsOf(gcpRights, group), (permission) =>
      permission.startsWith("storage.") ? "objects" : "images",
    );
    const member = pulumi.interpolate`serviceAccount:${account.email}`;
    const role = (kind: "objects" | "images"): IAMCustomRole =>
      this.#role(`${name}-${group}-${kind}`, `${accountId}-${kind}`, permissions.get(kind) ?? []);
    new ProjectMember(
      `${name}-${group}-images-member`,
      { project: gcp.project, role: role("images").name, member },
      this.#own,
    );
    new BucketIAMMember(
      `${name}-${group}-objects-member`,
      { bucket: bucket.name, role: role("objects").name, member },
      this.#own,
    );
    return account;
  }

  #role(name: string, title: string, permissions: readonly string[]): IAMCustomRole {
    const { gcp } = this.#args;
    // Google's ids of roles have no hyphens
    const roleId = title.replaceAll("-", "_");
    return new IAMCustomRole(name, { project: gcp.project, roleId, title, permissions: [...permissions] }, this.#own);
  }
}
