import { expect, it } from "vitest";
import { awsAccountModel } from "../../../targets/aws/model/account.ts";
import { trustOfJobs } from "./trust.ts";

const aws = {
  account: "903794441882",
  audience: "sts.amazonaws.com",
  administrators: [],
  parameters: [],
  regions: ["us-east-1"],
};

it.each([
  ["https://salsa.debian.org", "salsa.debian.org"],
  ["https://example.org:8443/gitlab", "example.org:8443/gitlab"],
])("jobs of %s are compared by the keys of its issuer, which the rule expects too", (url, issuer) => {
  const gitlab = { url, project: "cloud-team/cloud-images", refType: "branch", ref: "main" } as const;
  const trust = trustOfJobs(`arn:aws:iam::903794441882:oidc-provider/${issuer}`, gitlab, aws.audience);
  expect(trust).toMatchObject({
    Statement: [
      {
        Condition: {
          StringEquals: {
            [`${issuer}:aud`]: "sts.amazonaws.com",
            [`${issuer}:sub`]: "project_path:cloud-team/cloud-images:ref_type:branch:ref:main",
          },
        },
      },
    ],
  });
  const role = { type: "aws:iam/role:Role", inputs: { assumeRolePolicy: JSON.stringify(trust) } };
  expect(awsAccountModel.openings(role, { channel: "daily", gitlab, aws })).toEqual([]);
});
