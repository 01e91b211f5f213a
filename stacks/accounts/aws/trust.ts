import { issuerOf } from "../../../targets/aws/model/account-trust.ts";
import { subjectOf, type TrustedJobs } from "../../../targets/trusted-jobs.ts";

/** Lets jobs of the configured ref take a role. AWS compares only the audience and the subject of a token. */
export const trustOfJobs = (provider: string, gitlab: TrustedJobs, audience: string): object => {
  const issuer = issuerOf(gitlab);
  return trust({
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subjectOf(gitlab) } },
  });
};

export const trustOfPeople = (administrators: readonly string[]): object =>
  trust({ Principal: { AWS: [...administrators] }, Action: "sts:AssumeRole" });

const trust = (statement: object): object => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", ...statement }],
});
