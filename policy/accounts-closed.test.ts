import { describe, expect, it } from "vitest";
import { accountsClosed } from "./accounts-closed.ts";
import { violationsOf, type ResourceSample } from "../test/samples/policy-samples.ts";

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
const subject = "project_path:cloud-team/cloud-images:ref_type:branch:ref:main";
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
  ])("stops %s", (_case, sample, finding) => {
    expect(violationsOf(accountsClosed, sample)).toEqual([expect.stringContaining(finding)]);
  });
});
