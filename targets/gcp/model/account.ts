import { z } from "zod";
import { judgedBy, unlike } from "../../account-model.ts";
import { gcpAccountInputs, type GcpAccountInputs } from "./account-inputs.ts";
import { excessOfMember, excessOfRole } from "./account-rights.ts";
import { memberTypes, openMember } from "./account-members.ts";
import { conditionOf } from "./condition.ts";

const types = {
  bucket: "gcp:storage/bucket:Bucket",
  account: "gcp:serviceaccount/account:Account",
  pool: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
  poolProvider: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
  role: "gcp:projects/iAMCustomRole:IAMCustomRole",
};

/** The project's parts: a private bucket, CI's identities, and the roles that they have. */
export const gcpAccountModel = judgedBy(gcpAccountInputs, {
  cloud: "gcp",
  owned: ["project", "bucket"],
  component: "debian:cloud:GcpChannelProject",
  types: {
    [types.bucket]: ["uniformBucketLevelAccess", "publicAccessPrevention", "forceDestroy"],
    [memberTypes.bucket]: ["bucket", "member", "role"],
    [types.account]: [],
    [memberTypes.account]: ["serviceAccountId", "member", "role"],
    [types.pool]: [],
    [types.poolProvider]: ["attributeCondition", "attributeMapping", "oidc"],
    [types.role]: ["project", "roleId", "permissions"],
    [memberTypes.project]: ["project", "member", "role"],
  },
  openings({ type, inputs }, account) {
    if (type === types.bucket) return openBucket(inputs);
    if (type === types.poolProvider) return openProvider(inputs, account);
    return openMember(type, inputs, account);
  },
  excess({ type, inputs }, account) {
    return type === types.role ? excessOfRole(inputs, account) : excessOfMember(type, inputs, account);
  },
});

const openBucket = (inputs: Readonly<Record<string, unknown>>): string[] => [
  ...unlike(inputs, { uniformBucketLevelAccess: true, publicAccessPrevention: "enforced" }),
  ...(inputs["forceDestroy"] === true ? ["forceDestroy: expected that a bucket with objects stays"] : []),
];

/** Without an audience of its own the provider takes tokens for its own name alone, and without keys those of its issuer. */
const oidcSchema = z.strictObject({ issuerUri: z.string() });
const mappingSchema = z.strictObject({ "google.subject": z.literal("assertion.sub") });

/** Another one, as saml, would let others in. The engine's own begin with two underscores. */
const providerInputs: ReadonlySet<string> = new Set([
  "workloadIdentityPoolId",
  "workloadIdentityPoolProviderId",
  "project",
  "displayName",
  "description",
  "disabled",
  "oidc",
  "attributeMapping",
  "attributeCondition",
]);

/** Every project of the issuer gets an identity, unless a condition names one. */
function openProvider(inputs: Readonly<Record<string, unknown>>, { gitlab }: GcpAccountInputs): string[] {
  const oidc = oidcSchema.safeParse(inputs["oidc"]).data;
  return [
    ...unlike(inputs, { attributeCondition: conditionOf(gitlab) }),
    ...(oidc?.issuerUri === gitlab.url ? [] : [`oidc: expected the issuer ${gitlab.url} alone`]),
    ...(mappingSchema.safeParse(inputs["attributeMapping"]).success
      ? []
      : ["attributeMapping: expected google.subject from assertion.sub alone"]),
    ...Object.keys(inputs)
      .filter((key) => inputs[key] !== undefined && !providerInputs.has(key) && !key.startsWith("__"))
      .map((key) => `${key}: expected tokens of the GitLab alone`),
  ];
}
