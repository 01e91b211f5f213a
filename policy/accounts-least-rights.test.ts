import { describe, expect, it } from "vitest";
import { accountsLeastRights } from "./accounts-least-rights.ts";
import { violationsOf, type ResourceSample } from "../test/samples/policy-samples.ts";

const awsPolicy = (name: string, ...actions: string[]): ResourceSample => ({
  type: "aws:iam/rolePolicy:RolePolicy",
  name: "x",
  props: {
    name,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
    }),
  },
});

describe("accounts-least-rights", () => {
  it("says what it wants", () => {
    expect(accountsLeastRights.description).toContain("no right that its cloud's table does not name");
  });

  it.each<[string, ResourceSample]>([
    ["rights of the table", awsPolicy("publish", "ec2:RegisterImage", "ebs:StartSnapshot")],
    ["the deletion in its own role", awsPolicy("delete", "ec2:DeregisterImage")],
    ["a role without rights of its own", { type: "aws:iam/role:Role", name: "x" }],
  ])("lets %s pass", (_case, sample) => {
    expect(violationsOf(accountsLeastRights, sample)).toEqual([]);
  });

  it.each<[string, ResourceSample, string]>([
    ["a deletion in the role that publishes", awsPolicy("publish", "ec2:DeregisterImage"), "ec2:DeregisterImage"],
    ["all actions of a service", awsPolicy("publish", "ec2:*"), "ec2:*"],
    ["the set-up of the account in CI", awsPolicy("delete", "iam:PutRolePolicy"), "iam:PutRolePolicy"],
    ["a role that the table does not know", awsPolicy("admin", "ec2:RegisterImage"), "publish, delete or setup"],
    ["a policy that nobody can read", { ...awsPolicy("publish"), props: { name: "publish", policy: "{" } }, "document"],
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
