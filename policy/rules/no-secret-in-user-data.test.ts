import { describe, expect, it } from "vitest";
import { renderUserData } from "../../workloads/runner/model/cloud-config.ts";
import { runnerDefinition } from "../../test/samples/workloads/runners.ts";
import { runnerConfig } from "../../workloads/runner/model/user-data.ts";
import { noSecretInUserData } from "./no-secret-in-user-data.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const token = `glrt-${"a1b2c3d4".repeat(3)}`;
const server = (userData: unknown): ResourceSample => ({
  type: "openstack:compute/instance:Instance",
  name: "casulana-amd64-1a2b3c4d-server",
  props: { userData },
});
const withToken = `#cloud-config\nruncmd:\n  - gitlab-runner register --token ${token}\n`;

describe("no-secret-in-user-data", () => {
  it("says what it wants", () => {
    expect(noSecretInUserData.description).toContain("user data");
  });

  const passing: [string, ResourceSample][] = [
    ["a runner's", server(renderUserData(runnerConfig("r", runnerDefinition({ cache: 20 }), "0b0e4f0a-1c2d-4e5f")))],
    ["a server without any", server(undefined)],
    ["a hash that is no password's", server(`#cloud-config\nwrite_files: [{content: ${"3f".repeat(32)}}]\n`)],
    ["another resource's text", { type: "x:y:Z", name: "x", props: { note: "token of the user data" } }],
  ];
  it.each(passing)("lets %s pass", (_case, sample) => {
    expect(violationsOf(noSecretInUserData, sample)).toEqual([]);
  });

  const failing: [string, ResourceSample, string][] = [
    ["a runner's token", server(withToken), "userData, line 3: GitLab token"],
    ["one in base64", server(Buffer.from(withToken).toString("base64")), "userData, line 3: GitLab token"],
    [
      "a password's hash",
      server(`#cloud-config\npasswd: "$6$abcdefgh$${"aB3/".repeat(10)}"\n`),
      "userData, line 2: password hash",
    ],
    [
      "a random value under a telling name",
      server("#!/bin/sh\nexport API_TOKEN=k7Qz91xWp2Lm4v\n"),
      "userData, line 2: secret under a telling key",
    ],
    [
      "a list of passwords for cloud-init",
      server("#cloud-config\nchpasswd:\n  list: |\n    root:hunter2\n"),
      "userData, line 4: password in a list",
    ],
    [
      "the metadata of another cloud's server",
      { type: "gcp:compute/instance:Instance", name: "x", props: { metadata: { "user-data": withToken } } },
      "metadata.user-data, line 3: GitLab token",
    ],
    [
      "what another cloud's server runs at its start",
      { type: "gcp:compute/instance:Instance", name: "x", props: { metadata: { "startup-script": withToken } } },
      "metadata.startup-script, line 3: GitLab token",
    ],
  ];
  it.each(failing)("stops %s, without repeating it", (_case, sample, finding) => {
    const violations = violationsOf(noSecretInUserData, sample);
    expect(violations).toEqual([expect.stringContaining(finding)]);
    expect(violations.join()).not.toContain(token);
  });
});
