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
import { actionsOf, type CiGroup } from "../../../targets/rights.ts";
import { conditionOf } from "../../../targets/gcp/model/condition.ts";
import { subjectOf, type TrustedJobs } from "../../../targets/trusted-jobs.ts";
import type { GcpProject } from "../config-gcp.ts";
import { kept } from "../kept.ts";

interface GcpChannelProjectArgs {
  channel: Channel;
  gitlab: TrustedJobs;
  gcp: GcpProject;
}

/** Sets up a channel's project at Google Cloud: a private bucket, and the service accounts that publish and delete. */
export class GcpChannelProject extends pulumi.ComponentResource {
  static readonly __pulumiType = "debian:cloud:GcpChannelProject";

  /** The addresses of the service accounts that jobs act as. */
  readonly publishAccount: pulumi.Output<string>;
  readonly deleteAccount: pulumi.Output<string>;
  /** The audience of the jobs' tokens: the full name of the pool's provider, which by default accepts no other. */
  readonly audience: pulumi.Output<string>;

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
    this.audience = pulumi.interpolate`//iam.googleapis.com/${this.#jobsOf(name, pool).name}`;
    const [mayPublish, mayDelete] = [this.#roles(name, "publish"), this.#roles(name, "delete")];
    this.publishAccount = this.#account(name, "publish", pool).email;
    this.deleteAccount = this.#account(name, "delete", pool).email;
    this.#grant(`${name}-publish-may-publish`, this.publishAccount, mayPublish, bucket);
    // a run that deletes also publishes
    this.#grant(`${name}-delete-may-publish`, this.deleteAccount, mayPublish, bucket);
    this.#grant(`${name}-delete-may-delete`, this.deleteAccount, mayDelete, bucket);
    this.registerOutputs({
      publishAccount: this.publishAccount,
      deleteAccount: this.deleteAccount,
      audience: this.audience,
    });
  }

  /** Holds an image's bytes until Compute Engine has read them. Leftovers of a killed run are deleted after a week. */
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

  /** A GitLab has many projects: without the condition the jobs of all of them would get an identity here. */
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

  /** A service account that jobs of the configured ref act as. */
  #account(name: string, group: CiGroup, pool: WorkloadIdentityPool): Account {
    const { channel, gitlab } = this.#args;
    const account = new Account(
      `${name}-${group}`,
      { accountId: `cloud-images-${channel}-${group}`, displayName: `${channel} images: ${group}` },
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
    return account;
  }

  /** Roles with exactly the permissions of the table. Those of objects are a role of their own, granted on the bucket only. */
  #roles(name: string, group: CiGroup): Record<"objects" | "images", IAMCustomRole> {
    const { channel, gcp } = this.#args;
    const permissions = Map.groupBy(actionsOf(gcpRights, group), (permission) =>
      permission.startsWith("storage.") ? "objects" : "images",
    );
    const role = (kind: "objects" | "images"): IAMCustomRole =>
      new IAMCustomRole(
        `${name}-${group}-${kind}`,
        {
          project: gcp.project,
          // a role's id may not have hyphens
          roleId: `cloud_images_${channel}_${group}_${kind}`,
          title: `${channel} images: ${group} ${kind}`,
          permissions: [...(permissions.get(kind) ?? [])],
        },
        this.#own,
      );
    return { objects: role("objects"), images: role("images") };
  }

  #grant(
    name: string,
    email: pulumi.Output<string>,
    { objects, images }: Record<"objects" | "images", IAMCustomRole>,
    bucket: Bucket,
  ): void {
    const member = pulumi.interpolate`serviceAccount:${email}`;
    new ProjectMember(`${name}-images`, { project: this.#args.gcp.project, role: images.name, member }, this.#own);
    new BucketIAMMember(`${name}-objects`, { bucket: bucket.name, role: objects.name, member }, this.#own);
  }
}
