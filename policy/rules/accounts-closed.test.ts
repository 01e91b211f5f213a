import { describe, expect, it } from "vitest";
import { accountsClosed } from "./accounts-closed.ts";
import {
  administrator,
  foundInAccount,
  partOfAccount as resource,
  subject,
} from "../../test/samples/account-samples.ts";
import type { ResourceSample } from "../../test/samples/policy-samples.ts";

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
  images: (region: string): ResourceSample =>
    resource("aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", { region, state: "unblocked" }),
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
  gallery: (sharingProfile: object | undefined, isSoftDeleteEnabled = false, galleryName = "debian_daily") =>
    resource("azure-native:compute:Gallery", {
      galleryName,
      sharingProfile,
      softDeletePolicy: { isSoftDeleteEnabled },
    }),
  lock: (level: string): ResourceSample => resource("azure-native:authorization:ManagementLockByScope", { level }),
  jobs: (props: Record<string, unknown>): ResourceSample =>
    resource("azure-native:managedidentity:FederatedIdentityCredential", {
      issuer: "https://salsa.debian.org",
      subject,
      audiences: ["api://AzureADTokenExchange"],
      ...props,
    }),
};
const email = "cloud-images-daily-publish@debian-images.iam.gserviceaccount.com";
const publisher = { publicNamePrefix: "Debian", publisherContact: "cloud@debian.org", eula: "https://debian.org" };
const gcp = {
  bucket: (props: Record<string, unknown>): ResourceSample =>
    resource("gcp:storage/bucket:Bucket", {
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      ...props,
    }),
  jobs: (attributeCondition: string, props: Record<string, unknown> = {}): ResourceSample =>
    resource("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", {
      attributeCondition,
      attributeMapping: { "google.subject": "assertion.sub" },
      oidc: { issuerUri: "https://salsa.debian.org" },
      ...props,
    }),
  member: (kind: string, member: string, serviceAccountId = `projects/p/serviceAccounts/${email}`): ResourceSample =>
    resource(kind, { member, serviceAccountId }),
};
const condition = [
  "project_path == 'cloud-team/cloud-images'",
  "ref_type == 'branch'",
  "ref == 'main'",
  "ref_protected == 'true'",
]
  .map((part) => `assertion.${part}`)
  .join(" && ");
const pools = "iam.googleapis.com/projects/42/locations/global/workloadIdentityPools";
const pool = `principal://${pools}/cloud-images-daily`;
const wholePool = `principalSet://${pools}/cloud-images-daily`;
const onBucket = "gcp:storage/bucketIAMMember:BucketIAMMember";
const onProject = "gcp:projects/iAMMember:IAMMember";
const onAccount = "gcp:serviceaccount/iAMMember:IAMMember";
const jobs = (condition: object): object => ({
  Effect: "Allow",
  Principal: { Federated: "arn:aws:iam::903794441882:oidc-provider/salsa.debian.org" },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: condition,
});
const one = { "salsa.debian.org:aud": "sts.amazonaws.com", "salsa.debian.org:sub": subject };
const people = (name: string): object => ({ Effect: "Allow", Principal: { AWS: name }, Action: "sts:AssumeRole" });
const trusted = jobs({ StringEquals: one });
const comparing = (operator: string): ResourceSample => aws.trusting(jobs({ [operator]: one }));
const federated = (name: string): ResourceSample =>
  aws.trusting({ ...trusted, Principal: { Federated: `arn:aws:iam::903794441882:${name}` } });
const withSubject = (sub: string): ResourceSample =>
  aws.trusting(jobs({ StringEquals: { ...one, "salsa.debian.org:sub": sub } }));

describe("accounts-closed", () => {
  it("says what it wants", () => {
    expect(accountsClosed.description).toContain("one protected ref");
  });

  it.each<[string, ResourceSample]>([
    ["a role for the jobs of one ref", aws.trusting(jobs({ StringEquals: one }))],
    ["a role for a named person", aws.trusting(people(administrator))],
    ["an issuer with one audience", aws.issuer({})],
    ["a region that images are public in", aws.images("us-east-1")],
    ["a locked storage account", azure.lock("CanNotDelete")],
    ["a sealed region", aws.snapshots("block-all-sharing")],
    ["a private storage account", azure.storage({})],
    ["a private container", azure.container("None")],
    ["a private gallery", azure.gallery(undefined)],
    ["a community gallery", azure.gallery({ permissions: "Community", communityGalleryInfo: publisher })],
    ["an identity for the jobs of one ref", azure.jobs({})],
    ["a private bucket", gcp.bucket({})],
    ["tokens of one protected ref", gcp.jobs(condition)],
    ["a service account on the bucket", gcp.member(onBucket, `serviceAccount:${email}`)],
    ["one subject of the pool", gcp.member(onAccount, `${pool}/subject/${subject}`)],
  ])("lets %s pass", (_case, sample) => {
    expect(foundInAccount(sample, accountsClosed)).toEqual([]);
  });

  it.each<[string, ResourceSample, string]>([
    ["a role for everybody", aws.trusting({ ...people(""), Principal: "*" }), "trusts everybody"],
    ["a role for every account", aws.trusting(people("*")), "trusts AWS *"],
    ["a role without a principal", aws.trusting({ Effect: "Allow", Action: "sts:AssumeRole" }), "trusts everybody"],
    [
      "any job of the issuer",
      aws.trusting(jobs({ StringEquals: { ...one, "salsa.debian.org:sub": "*" } })),
      "expected StringEquals with project_path",
    ],
    [
      "a pattern of subjects",
      aws.trusting(jobs({ StringEquals: one, StringLike: { "salsa.debian.org:sub": "project_path:*" } })),
      "has StringLike",
    ],
    [
      "jobs of two refs",
      aws.trusting(jobs({ StringEquals: { ...one, "salsa.debian.org:sub": [subject, `${subject}2`] } })),
      "expected StringEquals with project_path",
    ],
    [
      "tokens for another service",
      aws.trusting(jobs({ StringEquals: { "salsa.debian.org:sub": subject } })),
      "expected StringEquals with sts.amazonaws.com",
    ],
    ["a trust that nobody can read", resource("aws:iam/role:Role", { assumeRolePolicy: "{" }), "a policy document"],
    ["a role for another account", aws.trusting(people("arn:aws:iam::123456789012:root")), "one of the administrators"],
    ["a role for its own account as a whole", aws.trusting(people("903794441882")), "one of the administrators"],
    ["a person who is no administrator", aws.trusting(people(`${administrator}2`)), "one of the administrators"],
    ["a service of AWS's", aws.trusting({ ...trusted, Principal: { Service: "ec2.amazonaws.com" } }), "trusts Service"],
    ["all but one", aws.trusting({ Effect: "Allow", NotPrincipal: {}, Action: "sts:AssumeRole" }), "policy document"],
    ["another issuer", federated("oidc-provider/gitlab.com"), "expected arn:aws:iam::903794441882:oidc-provider/salsa"],
    ["an issuer of SAML", federated("saml-provider/salsa.debian.org"), "trusts Federated"],
    [
      "an issuer of another account",
      aws.trusting({
        ...trusted,
        Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/salsa.debian.org" },
      }),
      "trusts Federated",
    ],
    [
      "the subject of another issuer",
      aws.trusting(jobs({ StringEquals: { ...one, "gitlab.com:sub": subject } })),
      "gitlab.com:sub",
    ],
    ["another branch", withSubject(`${subject}2`), "expected StringEquals with project_path"],
    ["a merge request's branch", withSubject(subject.replace("main", "feature")), "ref:feature"],
    ["a tag", withSubject(subject.replace("branch", "tag")), "ref_type:tag"],
    ["a fork", withSubject(subject.replace("cloud-team", "kai")), "kai/cloud-images"],
    ["any job, with a second statement", aws.trusting(trusted, people("*")), "trusts AWS *"],
    ["any action", aws.trusting({ ...trusted, Action: "sts:*" }), "allows sts:*"],
    ["a second action", aws.trusting({ ...people(administrator), Action: ["sts:AssumeRole", "*"] }), "allows *"],
    ["an issuer without TLS", aws.issuer({ url: "http://salsa.debian.org" }), "expected https://salsa.debian.org"],
    ["another issuer of tokens", aws.issuer({ url: "https://gitlab.com" }), "expected https://salsa.debian.org"],
    ["an issuer with two audiences", aws.issuer({ clientIdLists: ["sts.amazonaws.com", "b"] }), "alone"],
    ["an issuer for another service", aws.issuer({ clientIdLists: ["b"] }), "sts.amazonaws.com alone"],
    ["a region in which no image is public", aws.images("sa-east-1"), "block-new-sharing"],
    ["snapshots that are opened", aws.snapshots("unblocked"), "opened by hand"],
    ["public blobs", azure.storage({ allowBlobPublicAccess: true }), "allowBlobPublicAccess is true"],
    ["what Azure's default may be", azure.storage({ allowBlobPublicAccess: undefined }), "expected false"],
    ["old TLS", azure.storage({ minimumTlsVersion: "TLS1_0" }), "TLS1_2"],
    ["plain http", azure.storage({ enableHttpsTrafficOnly: false }), "enableHttpsTrafficOnly"],
    ["users of a storage account's own", azure.storage({ isSftpEnabled: true }), "isSftpEnabled"],
    ["a storage account that anybody deletes", azure.lock("NotSpecified"), "CanNotDelete"],
    [
      "a private gallery that all see",
      azure.gallery({ permissions: "Community", communityGalleryInfo: publisher }, false, "private"),
      "expected debian_daily",
    ],
    ["a container whose blobs all can read", azure.container("Blob"), "publicAccess is Blob"],
    ["a gallery for groups", azure.gallery({ permissions: "Groups" }), "a private gallery"],
    ["a community gallery of nobody", azure.gallery({ permissions: "Community" }), "its publisher"],
    ["a gallery that keeps what is deleted", azure.gallery(undefined, true), "deletion is final"],
    ["any ref of a project", azure.jobs({ subject: `${subject}*` }), "expected project_path"],
    ["another project", azure.jobs({ subject: subject.replace("cloud-team", "kai") }), "expected project_path"],
    ["another issuer of identities", azure.jobs({ issuer: "https://gitlab.com" }), "expected https://salsa"],
    ["a pattern of claims", azure.jobs({ claimsMatchingExpression: {} }), "no pattern"],
    ["no audience", azure.jobs({ audiences: [] }), "api://AzureADTokenExchange"],
    ["another audience", azure.jobs({ audiences: ["sts.amazonaws.com"] }), "api://AzureADTokenExchange"],
    ["an issuer of identities without TLS", azure.jobs({ issuer: "http://salsa.debian.org" }), "expected https://"],
    ["a bucket that can be public", gcp.bucket({ publicAccessPrevention: "inherited" }), "enforced"],
    ["a bucket with lists of its own", gcp.bucket({ uniformBucketLevelAccess: false }), "uniformBucketLevelAccess"],
    ["a bucket that goes with its objects", gcp.bucket({ forceDestroy: true }), "forceDestroy"],
    [
      "tokens of any ref",
      gcp.jobs(condition.replace("assertion.ref ==", "assertion.x ==")),
      "expected assertion.project_path",
    ],
    [
      "refs that anybody pushes to",
      gcp.jobs(condition.replace(/ && assertion.ref_protected.*/, "")),
      "expected assertion.project_path",
    ],
    ["an alternative", gcp.jobs(`${condition} || true`), "expected assertion.project_path"],
    ["no condition", gcp.jobs(""), "expected assertion.project_path"],
    ["tokens of another project", gcp.jobs(condition.replace("cloud-team", "kai")), "expected assertion.project_path"],
    ["a provider without TLS", gcp.jobs(condition, { oidc: { issuerUri: "http://salsa.debian.org" } }), "the issuer"],
    ["another provider of tokens", gcp.jobs(condition, { oidc: { issuerUri: "https://gitlab.com" } }), "the issuer"],
    [
      "an audience that others have",
      gcp.jobs(condition, { oidc: { issuerUri: "https://salsa.debian.org", allowedAudiences: ["x"] } }),
      "the issuer",
    ],
    [
      "keys of somebody's own",
      gcp.jobs(condition, { oidc: { issuerUri: "https://salsa.debian.org", jwksJson: "{}" } }),
      "the issuer",
    ],
    [
      "a subject that a user chooses",
      gcp.jobs(condition, { attributeMapping: { "google.subject": "assertion.user_login" } }),
      "google.subject",
    ],
    ["a second kind of token", gcp.jobs(condition, { saml: { idpMetadataXml: "<x/>" } }), "saml"],
    ["everybody on the bucket", gcp.member(onBucket, "allUsers"), "the service account"],
    ["everybody with an account", gcp.member(onBucket, "allAuthenticatedUsers"), "the service account"],
    ["a group of people", gcp.member(onProject, "group:all@debian.org"), "the service account"],
    [
      "a service account of another project",
      gcp.member(onProject, `serviceAccount:${email.replace("debian", "other")}`),
      "the service account",
    ],
    ["the pool of all jobs on the bucket", gcp.member(onBucket, `${wholePool}/*`), "the service account"],
    ["jobs of a namespace", gcp.member(onAccount, `${wholePool}/attribute.namespace/cloud-team`), "one subject"],
    ["jobs of another branch", gcp.member(onAccount, `${pool}/subject/${subject}2`), "one subject"],
    ["jobs of another pool", gcp.member(onAccount, `${pool}2/subject/${subject}`), "one subject"],
    [
      "jobs as another service account",
      gcp.member(
        onAccount,
        `${pool}/subject/${subject}`,
        "projects/p/serviceAccounts/42-compute@developer.gserviceaccount.com",
      ),
      "serviceAccountId",
    ],
    ["the whole pool", gcp.member(onAccount, `${wholePool}/*`), "one subject"],
  ])("stops %s", (_case, sample, finding) => {
    expect(foundInAccount(sample, accountsClosed)).toEqual([expect.stringContaining(finding)]);
  });

  it.each(["StringLike", "StringEqualsIfExists", "ForAllValues:StringEquals", "ForAnyValue:StringLike"])(
    "stops jobs that are compared by %s",
    (operator) => {
      expect(foundInAccount(comparing(operator), accountsClosed)).toContainEqual(
        expect.stringContaining(`has ${operator}: expected StringEquals alone`),
      );
    },
  );

  it("trusts nobody where no component says whom", () => {
    const { type, name, props = {} } = aws.trusting(trusted);
    expect(foundInAccount({ type, name, props }, accountsClosed)).toEqual([
      expect.stringContaining("debian:cloud:AwsChannelAccount"),
    ]);
  });
});
