import { describe, expect, it } from "vitest";
import { accountsClosed } from "./accounts-closed.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const subject = "project_path:cloud-team/cloud-images:ref_type:branch:ref:main";

const resource = (type: string, props: Record<string, unknown>): ResourceSample => ({
  type,
  name: "x",
  stack: "accounts-daily",
  props,
});

const aws = {
  trusting: (...statements: object[]): ResourceSample =>
    resource("aws:iam/role:Role", {
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    }),
  issuer: (props: Record<string, unknown>): ResourceSample =>
    resource("aws:iam/openIdConnectProvider:OpenIdConnectProvider", {
      url: "https://salsa.debian.org",
      clientIdLists: ["sts.amazonaws.com"],
      ...props,
    }),
  snapshots: (state: string): ResourceSample =>
    resource("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", { state }),
};
const azure = {
  storage: (props: Record<string, unknown>): ResourceSample =>
    resource("azure-native:storage:StorageAccount", {
      allowBlobPublicAccess: false,
      minimumTlsVersion: "TLS1_2",
      enableHttpsTrafficOnly: true,
      ...props,
    }),
  container: (publicAccess?: string): ResourceSample =>
    resource("azure-native:storage:BlobContainer", { publicAccess }),
  gallery: (sharingProfile: object | undefined, isSoftDeleteEnabled = false): ResourceSample =>
    resource("azure-native:compute:Gallery", { sharingProfile, softDeletePolicy: { isSoftDeleteEnabled } }),
  jobs: (props: Record<string, unknown>): ResourceSample =>
    resource("azure-native:managedidentity:FederatedIdentityCredential", {
      issuer: "https://salsa.debian.org",
      subject,
      audiences: ["api://AzureADTokenExchange"],
      ...props,
    }),
};
const publisher = { publicNamePrefix: "Debian", publisherContact: "cloud@debian.org", eula: "https://debian.org" };
const gcp = {
  bucket: (props: Record<string, unknown>): ResourceSample =>
    resource("gcp:storage/bucket:Bucket", {
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      ...props,
    }),
  jobs: (attributeCondition: string, issuerUri = "https://salsa.debian.org"): ResourceSample =>
    resource("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", {
      attributeCondition,
      oidc: { issuerUri },
    }),
  member: (kind: string, member: string): ResourceSample => resource(kind, { member }),
};
const condition = ["project_path == 'a/b'", "ref_type == 'branch'", "ref == 'main'", "ref_protected == 'true'"]
  .map((part) => `assertion.${part}`)
  .join(" && ");
const pool = "principal://iam.googleapis.com/projects/42/locations/global/workloadIdentityPools/cloud-images-daily";
const onBucket = "gcp:storage/bucketIAMMember:BucketIAMMember";
const onAccount = "gcp:serviceaccount/iAMMember:IAMMember";
const jobs = (condition: object): object => ({
  Effect: "Allow",
  Principal: { Federated: "arn:aws:iam::903794441882:oidc-provider/salsa.debian.org" },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: condition,
});
const one = { "salsa.debian.org:aud": "sts.amazonaws.com", "salsa.debian.org:sub": subject };
const people = (name: string): object => ({ Effect: "Allow", Principal: { AWS: name }, Action: "sts:AssumeRole" });

describe("accounts-closed", () => {
  it("says what it wants", () => {
    expect(accountsClosed.description).toContain("one protected ref");
  });

  it.each<[string, ResourceSample]>([
    ["a role for the jobs of one ref", aws.trusting(jobs({ StringEquals: one }))],
    ["a role for a named person", aws.trusting(people("arn:aws:iam::903794441882:user/kai"))],
    ["an issuer with one audience", aws.issuer({})],
    ["a sealed region", aws.snapshots("block-all-sharing")],
    ["a private storage account", azure.storage({})],
    ["a private container", azure.container("None")],
    ["a private gallery", azure.gallery(undefined)],
    ["a community gallery", azure.gallery({ permissions: "Community", communityGalleryInfo: publisher })],
    ["an identity for the jobs of one ref", azure.jobs({})],
    ["a private bucket", gcp.bucket({})],
    ["tokens of one protected ref", gcp.jobs(condition)],
    ["a service account on the bucket", gcp.member(onBucket, "serviceAccount:a@b.iam.gserviceaccount.com")],
    ["one subject of the pool", gcp.member(onAccount, `${pool}/subject/${subject}`)],
  ])("lets %s pass", (_case, sample) => {
    expect(violationsOf(accountsClosed, sample)).toEqual([]);
  });

  it.each<[string, ResourceSample, string]>([
    ["a role for everybody", aws.trusting({ ...people(""), Principal: "*" }), "trusts everybody"],
    ["a role for every account", aws.trusting(people("*")), "trusts AWS *"],
    ["a role without a principal", aws.trusting({ Effect: "Allow", Action: "sts:AssumeRole" }), "trusts everybody"],
    ["any job of the issuer", aws.trusting(jobs({ StringEquals: { ...one, "salsa.debian.org:sub": "*" } })), "one sub"],
    [
      "a pattern of subjects",
      aws.trusting(jobs({ StringEquals: one, StringLike: { "salsa.debian.org:sub": "project_path:*" } })),
      "has StringLike",
    ],
    [
      "jobs of two refs",
      aws.trusting(jobs({ StringEquals: { ...one, "salsa.debian.org:sub": [subject, `${subject}2`] } })),
      "one sub",
    ],
    [
      "tokens for another service",
      aws.trusting(jobs({ StringEquals: { "salsa.debian.org:sub": subject } })),
      "one aud",
    ],
    ["a trust that nobody can read", resource("aws:iam/role:Role", { assumeRolePolicy: "{" }), "a policy document"],
    ["an issuer without TLS", aws.issuer({ url: "http://salsa.debian.org" }), "https"],
    ["an issuer with two audiences", aws.issuer({ clientIdLists: ["a", "b"] }), "one audience"],
    ["snapshots that are opened", aws.snapshots("unblocked"), "opened by hand"],
    ["public blobs", azure.storage({ allowBlobPublicAccess: true }), "allowBlobPublicAccess is true"],
    ["what Azure's default may be", azure.storage({ allowBlobPublicAccess: undefined }), "expected false"],
    ["old TLS", azure.storage({ minimumTlsVersion: "TLS1_0" }), "TLS1_2"],
    ["plain http", azure.storage({ enableHttpsTrafficOnly: false }), "enableHttpsTrafficOnly"],
    ["a container whose blobs all can read", azure.container("Blob"), "publicAccess is Blob"],
    ["a gallery for groups", azure.gallery({ permissions: "Groups" }), "a private gallery"],
    ["a community gallery of nobody", azure.gallery({ permissions: "Community" }), "its publisher"],
    ["a gallery that keeps what is deleted", azure.gallery(undefined, true), "deletion is final"],
    ["any ref of a project", azure.jobs({ subject: "project_path:a/b:ref_type:branch:ref:*" }), "one ref"],
    ["another audience", azure.jobs({ audiences: ["sts.amazonaws.com"] }), "api://AzureADTokenExchange"],
    ["an issuer of identities without TLS", azure.jobs({ issuer: "http://salsa.debian.org" }), "https"],
    ["a bucket that can be public", gcp.bucket({ publicAccessPrevention: "inherited" }), "enforced"],
    ["a bucket with lists of its own", gcp.bucket({ uniformBucketLevelAccess: false }), "uniformBucketLevelAccess"],
    ["a bucket that goes with its objects", gcp.bucket({ forceDestroy: true }), "forceDestroy"],
    ["tokens of any ref", gcp.jobs(condition.replace("assertion.ref ==", "assertion.x ==")), "assertion.ref"],
    ["refs that anybody pushes to", gcp.jobs(condition.replace(/ && assertion.ref_protected.*/, "")), "ref_protected"],
    ["an alternative", gcp.jobs(`${condition} || true`), "no alternative"],
    ["a provider without TLS", gcp.jobs(condition, "http://salsa.debian.org"), "https"],
    ["everybody on the bucket", gcp.member(onBucket, "allUsers"), "one service account"],
    ["everybody with an account", gcp.member(onBucket, "allAuthenticatedUsers"), "one service account"],
    ["the whole pool", gcp.member(onAccount, `${pool.replace("principal", "principalSet")}/*`), "one subject"],
  ])("stops %s", (_case, sample, finding) => {
    expect(violationsOf(accountsClosed, sample)).toEqual([expect.stringContaining(finding)]);
  });
});
