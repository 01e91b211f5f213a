import { z } from "zod";
import type { AccountModel } from "../../account-model.ts";
import { actionsOf } from "../../rights.ts";
import { gcpRights } from "./rights.ts";

const types = {
  bucket: "gcp:storage/bucket:Bucket",
  bucketMember: "gcp:storage/bucketIAMMember:BucketIAMMember",
  account: "gcp:serviceaccount/account:Account",
  accountMember: "gcp:serviceaccount/iAMMember:IAMMember",
  pool: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
  poolProvider: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
  role: "gcp:projects/iAMCustomRole:IAMCustomRole",
  projectMember: "gcp:projects/iAMMember:IAMMember",
};

const memberTypes: readonly string[] = [types.bucketMember, types.accountMember, types.projectMember];
const jobs = "roles/iam.workloadIdentityUser";

/** The project's parts: a private bucket, CI's identities, and the roles that they have. */
export const gcpAccountModel: AccountModel = {
  cloud: "gcp",
  owned: ["project", "bucket"],
  component: "debian:cloud:GcpChannelProject",
  types: {
    [types.bucket]: ["uniformBucketLevelAccess", "publicAccessPrevention", "forceDestroy"],
    [types.bucketMember]: ["member", "role"],
    [types.account]: [],
    [types.accountMember]: ["member", "role"],
    [types.pool]: [],
    [types.poolProvider]: ["attributeCondition", "oidc"],
    [types.role]: ["roleId", "permissions"],
    [types.projectMember]: ["member", "role"],
  },
  openings({ type, inputs }) {
    if (type === types.bucket) return openBucket(inputs);
    if (type === types.poolProvider) return openProvider(inputs);
    return memberTypes.includes(type) ? openMember(type, inputs) : [];
  },
  excess({ type, inputs }) {
    if (type === types.role) return excessIn(inputs);
    if (!memberTypes.includes(type)) return [];
    const role = String(inputs["role"]);
    if (type === types.accountMember ? role === jobs : /^projects\/[^/]+\/roles\/cloud_images_/.test(role)) return [];
    return [`role is ${role}: expected ${type === types.accountMember ? jobs : "a role of the table's permissions"}`];
  },
};

function openBucket(inputs: Readonly<Record<string, unknown>>): string[] {
  return [
    ...(inputs["uniformBucketLevelAccess"] === true ? [] : ["uniformBucketLevelAccess: expected true"]),
    ...(inputs["publicAccessPrevention"] === "enforced" ? [] : ["publicAccessPrevention: expected enforced"]),
    ...(inputs["forceDestroy"] === true ? ["forceDestroy: expected that a bucket with objects stays"] : []),
  ];
}

const oidcSchema = z.object({ issuerUri: z.string().startsWith("https://") });

/** Every project of the issuer gets an identity, unless a condition names one. */
function openProvider(inputs: Readonly<Record<string, unknown>>): string[] {
  const given = inputs["attributeCondition"];
  const condition = typeof given === "string" ? given : "";
  const claims = ["project_path", "ref_type", "ref", "ref_protected"];
  return [
    ...claims
      .filter((claim) => !condition.split(" && ").some((part) => part.startsWith(`assertion.${claim} == '`)))
      .map((claim) => `attributeCondition: expected that it compares assertion.${claim}`),
    ...(condition.includes("||") ? ["attributeCondition: expected no alternative"] : []),
    ...(oidcSchema.safeParse(inputs["oidc"]).success ? [] : ["oidc: expected an issuer with https"]),
  ];
}

/** The jobs are one subject of the pool; all other members are service accounts. */
function openMember(type: string, { member }: Readonly<Record<string, unknown>>): string[] {
  const name = String(member);
  const isOne =
    type === types.accountMember
      ? /^principal:\/\/iam\.googleapis\.com\/projects\/\d+\/.*\/subject\/[^*]+$/.test(name)
      : /^serviceAccount:[^*]+@/.test(name);
  if (isOne) return [];
  return [
    `member is ${name}: expected ${type === types.accountMember ? "one subject of the pool" : "one service account"}`,
  ];
}

function excessIn({ roleId, permissions }: Readonly<Record<string, unknown>>): string[] {
  const group = /_(publish|delete)_(objects|images)$/.exec(String(roleId))?.[1];
  if (group !== "publish" && group !== "delete")
    return [`roleId is ${String(roleId)}: expected the role of a group of the table of rights`];
  const known = new Set(actionsOf(gcpRights, group));
  return (Array.isArray(permissions) ? permissions.map(String) : ["nothing that can be read"])
    .filter((permission) => !known.has(permission))
    .map((permission) => `permissions: ${permission}: expected what targets/gcp/model/rights.json has for ${group}`);
}
