import { describe, expect, it } from "vitest";
import { accountsLeastRights } from "./accounts-least-rights.ts";
import { foundInAccount, partOfAccount } from "../../test/samples/account-samples.ts";
import type { ResourceSample } from "../../test/samples/policy-samples.ts";
import { roleGuid, assignmentName } from "../../targets/azure/model/role-names.ts";
import { typesAreKnown } from "./types-are-known.ts";

const rolePolicy = (name: string, Statement: readonly object[], owner = name): ResourceSample =>
  partOfAccount("aws:iam/rolePolicy:RolePolicy", {
    name,
    role: `cloud-images-daily-${owner}`,
    policy: JSON.stringify({ Version: "2012-10-17", Statement }),
  });
const [images, snapshots] = ["arn:aws:ec2:*::image/*", "arn:aws:ec2:*::snapshot/*"];
const tag = (where: string): object => ({ Condition: { Null: { [`aws:${where}/ImageDigest`]: "false" } } });
const allow = (Action: unknown, Resource: unknown, more: object = {}): object => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const deregister = allow("ec2:DeregisterImage", [images, snapshots], tag("ResourceTag"));
const register = allow("ec2:RegisterImage", [images, snapshots]);

const group = "/subscriptions/1/resourceGroups/debian-daily";
const subscription = { channel: "daily", azure: { subscription: "1", resourceGroup: "debian-daily" } } as const;
const azureRole = (
  may: "publish" | "delete",
  actions: string[],
  dataActions: string[] = [],
  more: Record<string, unknown> = {},
): ResourceSample =>
  partOfAccount("azure-native:authorization:RoleDefinition", {
    roleName: `debian-daily-cloud-images-daily-${may}`,
    roleDefinitionId: roleGuid(subscription, may),
    permissions: [{ actions, dataActions }],
    assignableScopes: [group],
    ...more,
  });
const roles = "/subscriptions/1/providers/Microsoft.Authorization/roleDefinitions";
const azureAssignment = (more: Record<string, unknown>): ResourceSample =>
  partOfAccount("azure-native:authorization:RoleAssignment", {
    scope: group,
    principalType: "ServicePrincipal",
    roleDefinitionId: `${roles}/${roleGuid(subscription, "publish")}`,
    roleAssignmentName: assignmentName(subscription, "delete", "publish"),
    ...more,
  });
const blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

const project = "debian-images";
const gcpRole = (roleId: string, ...permissions: string[]): ResourceSample =>
  partOfAccount("gcp:projects/iAMCustomRole:IAMCustomRole", { project, roleId, permissions });
const gcpMember = (kind: string, role: string, more: Record<string, unknown> = {}): ResourceSample =>
  partOfAccount(`gcp:${kind}`, {
    project,
    bucket: "debian-images",
    member: `serviceAccount:cloud-images-daily-publish@${project}.iam.gserviceaccount.com`,
    role: role.startsWith("roles/") ? role : `projects/${project}/roles/cloud_images_daily_${role}`,
    ...more,
  });
const [onProject, onAccount] = ["projects/iAMMember:IAMMember", "serviceaccount/iAMMember:IAMMember"];
const onBucket = "storage/bucketIAMMember:BucketIAMMember";

describe("accounts-least-rights", () => {
  it("says what it wants", () => {
    expect(accountsLeastRights.description).toContain("no right that its cloud's table does not name");
  });

  it.each<[string, ResourceSample]>([
    [
      "rights of the table",
      rolePolicy("publish", [register, allow("ebs:StartSnapshot", snapshots, tag("RequestTag"))]),
    ],
    ["the deletion in its own role", rolePolicy("delete", [deregister])],
    ["the publication in the role that deletes", rolePolicy("publish", [register], "delete")],
    [
      "parameters with its prefix",
      rolePolicy("publish", [allow("ssm:PutParameter", "arn:aws:ssm:*:903794441882:parameter/debian/daily/*")]),
    ],
    ["Azure's rights of the table", azureRole("publish", ["Microsoft.Compute/galleries/read"], [`${blobs}/write`])],
    ["an assignment in the resource group", azureAssignment({})],
    ["Google's permissions of the table", gcpRole("cloud_images_daily_delete_images", "compute.images.delete")],
    ["a role of the table's", gcpMember(onProject, "publish_images")],
    ["a role on the bucket", gcpMember(onBucket, "publish_objects")],
    ["the identity of a job", gcpMember(onAccount, "roles/iam.workloadIdentityUser")],
    ["a role without rights of its own", partOfAccount("aws:iam/role:Role", {})],
  ])("lets %s pass", (_case, sample) => {
    expect(foundInAccount(sample, accountsLeastRights)).toEqual([]);
  });

  it.each<[string, ResourceSample, string]>([
    ["a deletion in the role that publishes", rolePolicy("publish", [deregister]), "allows ec2:DeregisterImage"],
    ["the policy of deletions in the role that publishes", rolePolicy("delete", [deregister], "publish"), "role is"],
    ["the set-up in the role that deletes", rolePolicy("setup", [], "delete"), "role is"],
    [
      "a deletion of what is others'",
      rolePolicy("delete", [allow("ec2:DeregisterImage", [images, snapshots])]),
      "aws:ResourceTag/ImageDigest",
    ],
    [
      "a deletion of what has the tag or has it not",
      rolePolicy("delete", [
        allow("ec2:DeregisterImage", images, {
          Condition: { Null: { "aws:ResourceTag/ImageDigest": ["false", "true"] } },
        }),
      ]),
      "aws:ResourceTag/ImageDigest",
    ],
    [
      "a deletion of anything",
      rolePolicy("delete", [allow("ec2:DeregisterImage", "*", tag("ResourceTag"))]),
      "allows ec2:DeregisterImage on *",
    ],
    [
      "a deletion of no resource in particular",
      rolePolicy("delete", [{ ...deregister, Resource: undefined }]),
      "allows ec2:DeregisterImage on *",
    ],
    [
      "parameters of others",
      rolePolicy("publish", [allow("ssm:PutParameter", "arn:aws:ssm:*:903794441882:parameter/*")]),
      "allows ssm:PutParameter on",
    ],
    ["all actions", rolePolicy("publish", [allow("*", "*")]), "allows *"],
    ["all actions of a service", rolePolicy("publish", [allow("ec2:*", "*")]), "allows ec2:*"],
    [
      "all actions but some",
      rolePolicy("publish", [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }]),
      "document",
    ],
    ["all resources but some", rolePolicy("delete", [{ ...deregister, NotResource: images }]), "document"],
    ["a role for other services", rolePolicy("publish", [allow("iam:PassRole", "*")]), "allows iam:PassRole"],
    ["the set-up of the account in CI", rolePolicy("delete", [allow("iam:PutRolePolicy", "*")]), "iam:PutRolePolicy"],
    [
      "roles that are not the channel's",
      rolePolicy("setup", [allow("iam:PutRolePolicy", "*")]),
      "allows iam:PutRolePolicy on *",
    ],
    ["a second statement", rolePolicy("publish", [register, allow("s3:GetObject", "*")]), "allows s3:GetObject"],
    ["a role that the table does not know", rolePolicy("admin", [register]), "publish, delete or setup"],
    [
      "a policy that nobody can read",
      partOfAccount("aws:iam/rolePolicy:RolePolicy", { name: "delete", policy: "{" }),
      "document",
    ],
    [
      "a policy of AWS's own",
      partOfAccount("aws:iam/role:Role", { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }),
      "managedPolicyArns",
    ],
    ["a policy inside a role", partOfAccount("aws:iam/role:Role", { inlinePolicies: [{ policy: "{}" }] }), "inlinePol"],
    ["all actions at Azure", azureRole("publish", ["*"]), "permissions: *"],
    [
      "all actions at Azure but some",
      azureRole("publish", [], [], { permissions: [{ actions: [], notActions: ["Microsoft.Authorization/*"] }] }),
      "alone",
    ],
    ["the deletion of galleries", azureRole("delete", ["Microsoft.Compute/galleries/delete"]), "galleries/delete"],
    ["a deletion in the identity that publishes", azureRole("publish", [], [`${blobs}/delete`]), "blobs/delete"],
    [
      "a role of deletions under the id of the one that publishes",
      azureRole("delete", [], [], { roleDefinitionId: roleGuid(subscription, "publish") }),
      "roleDefinitionId",
    ],
    [
      "a role of the whole subscription",
      azureRole("publish", [], [], { assignableScopes: ["/subscriptions/1"] }),
      group,
    ],
    ["a role of another group", azureRole("publish", [], [], { assignableScopes: [`${group}2`] }), `${group} alone`],
    [
      "a role that Azure's table does not know",
      azureRole("publish", [], [], { roleName: "x-publish" }),
      "of the table",
    ],
    ["an assignment in the subscription", azureAssignment({ scope: "/subscriptions/1" }), "scope is"],
    ["an assignment in another group", azureAssignment({ scope: `${group}-other` }), "scope is"],
    ["an assignment to a person", azureAssignment({ principalType: "User" }), "ServicePrincipal"],
    ...[
      ["Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"],
      ["Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c"],
      ["User Access Administrator", "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"],
    ].map(([name = "", id = ""]): [string, ResourceSample, string] => [
      `an assignment of Azure's ${name}`,
      azureAssignment({ roleDefinitionId: `${roles}/${id}` }),
      "expected a role of the table",
    ]),
    [
      "the deletion for the identity that publishes",
      azureAssignment({
        roleDefinitionId: `${roles}/${roleGuid(subscription, "delete")}`,
        roleAssignmentName: assignmentName(subscription, "publish", "delete"),
      }),
      "an identity that may delete",
    ],
    [
      "images' deletion where they are published",
      gcpRole("cloud_images_daily_publish_images", "compute.images.delete"),
      "images.delete",
    ],
    [
      "objects of the whole project",
      gcpRole("cloud_images_daily_publish_images", "storage.objects.get"),
      "storage.objects.get",
    ],
    ["a wildcard", gcpRole("cloud_images_daily_publish_images", "compute.*"), "compute.*"],
    ["a role that Google's table does not know", gcpRole("editor"), "a group of the table"],
    ["a role of the other channel", gcpRole("cloud_images_release_publish_images"), "a group of the table"],
    ...["owner", "editor", "iam.securityAdmin"].map((name): [string, ResourceSample, string] => [
      `Google's own role ${name}`,
      gcpMember(onProject, `roles/${name}`),
      `roles/${name}`,
    ]),
    ["a role of the bucket in the project", gcpMember(onProject, "publish_objects"), "permissions on images"],
    ["the deletion for the account that publishes", gcpMember(onBucket, "delete_objects"), "rights to delete"],
    ["rights in another project", gcpMember(onProject, "publish_images", { project: "other" }), "project is other"],
    ["rights on another bucket", gcpMember(onBucket, "publish_objects", { bucket: "other" }), "bucket is other"],
    ["an account that makes keys", gcpMember(onAccount, "roles/iam.serviceAccountKeyAdmin"), "workloadIdentityUser"],
  ])("stops %s", (_case, sample, finding) => {
    expect(foundInAccount(sample, accountsLeastRights)).toEqual([expect.stringContaining(finding)]);
  });

  it.each([
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/accessKey:AccessKey",
    "aws:iam/user:User",
    "azure-native:storage:LocalUser",
    "gcp:serviceaccount/key:Key",
    "gcp:projects/iAMBinding:IAMBinding",
    "gcp:storage/bucketAccessControl:BucketAccessControl",
  ])("leaves %s to the rule that knows no such type", (type) => {
    expect(foundInAccount(partOfAccount(type, {}), typesAreKnown)).toEqual([expect.stringContaining(type)]);
  });
});
