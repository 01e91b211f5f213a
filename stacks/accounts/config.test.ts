import { describe, expect, it } from "vitest";
import { UserError } from "../../images/model/errors.ts";
import { parseSettings } from "../config.ts";

const gitlab = { url: "https://salsa.debian.org/", project: "cloud-team/cloud-images", ref: "main" };
const aws = { account: "903794441882", home: "us-east-1", regions: ["us-east-1"] };
const values = { role: "accounts", channel: "daily", gitlab, aws };

const parse = (more: Record<string, unknown>, file = "Pulumi.accounts-daily.yaml") =>
  parseSettings({ ...values, ...more }, { folder: "/project", file, backend: undefined });

function complaintsOf(more: Record<string, unknown>, file?: string): string {
  try {
    parse(more, file);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "";
}

describe("the configuration of a channel's accounts", () => {
  it("has the defaults of each cloud, and the GitLab as its tokens name it", () => {
    expect(parse({})).toMatchObject({
      gitlab: { url: "https://salsa.debian.org", refType: "branch" },
      aws: { audience: "sts.amazonaws.com", sealed: [], administrators: [] },
      azure: null,
      gcp: null,
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["the release account in the daily stack", { aws: { ...aws, account: "136693071363" } }, "Debian's for release"],
    ["an account id that YAML read as a number", { aws: { ...aws, account: 903794441882 } }, "in quotes"],
    ["a home that is no region of the list", { aws: { ...aws, home: "eu-west-1" } }, "one of the regions"],
    ["a sealed region that images go to", { aws: { ...aws, sealed: ["us-east-1"] } }, "not one of the regions"],
    ["a pattern of refs", { gitlab: { ...gitlab, ref: "*" } }, "without a pattern"],
    ["a quote in a ref, which would end Google's condition", { gitlab: { ...gitlab, ref: "a' || 'a" } }, "pattern"],
    ["a GitLab without TLS", { gitlab: { ...gitlab, url: "http://salsa.debian.org" } }, "an https URL"],
    ["everybody as administrator", { aws: { ...aws, administrators: ["*"] } }, "the ARN of a role or user"],
    ["no cloud", { aws: null }, "an account at one cloud at least"],
    ["Google's own project", { gcp: { project: "debian-cloud", bucket: "debian" } }, "Google's own"],
    [
      "a ref whose subject Google cuts",
      { gitlab: { ...gitlab, ref: "a".repeat(90) }, gcp: { project: "debian-images", bucket: "debian" } },
      "at most 127 bytes",
    ],
  ])("refuses %s", (_case, more, expected) => {
    expect(complaintsOf(more)).toContain(expected);
  });

  it("refuses a channel that the file's name does not say", () => {
    expect(complaintsOf({}, "Pulumi.accounts-release.yaml")).toContain("release, as in the name of");
  });
});
