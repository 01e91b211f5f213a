import { describe, expect, it } from "vitest";
import { accountsLeastRights } from "./accounts-least-rights.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const rolePolicy = (name: string, Statement: readonly object[]): ResourceSample => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "x",
  props: { name, policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
});

const awsPolicy = (name: string, ...actions: string[]): ResourceSample =>
  rolePolicy(
    name,
    actions.map((Action) => ({
      Effect: "Allow",
      Action,
      Resource: "*",
      ...(Action in conditions && { Condition: conditions[Action] }),
    })),
  );
const conditions: Readonly<Record<string, object>> = {
  "ebs:StartSnapshot": { Null: { "aws:RequestTag/ImageDigest": "false" } },
  "ec2:DeregisterImage": { Null: { "aws:ResourceTag/ImageDigest": "false" } },
};

const unconditional = (name: string, ...actions: string[]): ResourceSample =>
  rolePolicy(name, [{ Effect: "Allow", Action: actions, Resource: "*" }]);

const group = "/subscriptions/1/resourceGroups/debian-daily";
const azureRole = (
  roleName: string,
  actions: string[],
  dataActions: string[] = [],
  scopes = [group],
): ResourceSample => ({
  type: "azure-native:authorization:RoleDefinition",
  name: "x",
  props: { roleName, permissions: [{ actions, dataActions }], assignableScopes: scopes },
});
const azureAssignment = (scope: string, principalType = "ServicePrincipal"): ResourceSample => ({
  type: "azure-native:authorization:RoleAssignment",
  name: "x",
  props: { scope, principalType },
});
const blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

const gcpRole = (roleId: string, ...permissions: string[]): ResourceSample => ({
  type: "gcp:projects/iAMCustomRole:IAMCustomRole",
  name: "x",
  props: { roleId, permissions },
});
const gcpMember = (kind: string, role: string): ResourceSample => ({ type: `gcp:${kind}`, name: "x", props: { role } });
const [onProject, onAccount] = ["projects/iAMMember:IAMMember", "serviceaccount/iAMMember:IAMMember"];

describe("accounts-least-rights", () => {
  it("says what it wants", () => {
    expect(accountsLeastRights.description).toContain("no right that its cloud's table does not name");
  });

  it.each<[string, ResourceSample]>([
    ["rights of the table", awsPolicy("publish", "ec2:RegisterImage", "ebs:StartSnapshot")],
    ["the deletion in its own role", awsPolicy("delete", "ec2:DeregisterImage")],
    ["Azure's rights of the table", azureRole("x-publish", ["Microsoft.Compute/galleries/read"], [`${blobs}/write`])],
    ["an assignment in the resource group", azureAssignment(group)],
    ["Google's permissions of the table", gcpRole("cloud_images_daily_delete_images", "compute.images.delete")],
    ["a role of the table's", gcpMember(onProject, "projects/p/roles/cloud_images_daily_publish_images")],
    ["the identity of a job", gcpMember(onAccount, "roles/iam.workloadIdentityUser")],
    ["a role without rights of its own", { type: "aws:iam/role:Role", name: "x" }],
  ])("lets %s pass", (_case, sample) => {
    expect(violationsOf(accountsLeastRights, sample)).toEqual([]);
  });

  it.each<[string, ResourceSample, string]>([
    ["a deletion in the role that publishes", awsPolicy("publish", "ec2:DeregisterImage"), "ec2:DeregisterImage"],
    ["a deletion of what is others'", unconditional("delete", "ec2:DeregisterImage"), "aws:ResourceTag/ImageDigest"],
    ["all actions of a service", awsPolicy("publish", "ec2:*"), "ec2:*"],
    ["the set-up of the account in CI", awsPolicy("delete", "iam:PutRolePolicy"), "iam:PutRolePolicy"],
    ["a role that the table does not know", awsPolicy("admin", "ec2:RegisterImage"), "publish, delete or setup"],
    ["a policy that nobody can read", { ...awsPolicy("publish"), props: { name: "publish", policy: "{" } }, "document"],
    ["the deletion of galleries", azureRole("x-delete", ["Microsoft.Compute/galleries/delete"]), "galleries/delete"],
    ["a deletion in the identity that publishes", azureRole("x-publish", [], [`${blobs}/delete`]), "blobs/delete"],
    ["a role of the whole subscription", azureRole("x-publish", [], [], ["/subscriptions/1"]), "resource groups alone"],
    ["an assignment in the subscription", azureAssignment("/subscriptions/1"), "not a whole subscription"],
    ["an assignment to a person", azureAssignment(group, "User"), "ServicePrincipal"],
    ["a role that Azure's table does not know", azureRole("owner", []), "a group of the table"],
    [
      "images' deletion where they are published",
      gcpRole("x_publish_images", "compute.images.delete"),
      "images.delete",
    ],
    ["a role that Google's table does not know", gcpRole("editor"), "a group of the table"],
    ["a role of Google's own", gcpMember(onProject, "roles/owner"), "roles/owner"],
    ["an account that makes keys", gcpMember(onAccount, "roles/iam.serviceAccountKeyAdmin"), "workloadIdentityUser"],
    [
      "a policy of AWS's own",
      {
        type: "aws:iam/role:Role",
        name: "x",
        props: { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] },
      },
      "managedPolicyArns",
    ],
  ])("stops %s", (_case, sample, finding) => {
    expect(violationsOf(accountsLeastRights, sample)).toEqual([expect.stringContaining(finding)]);
  });
});
