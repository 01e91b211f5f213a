import { describe, expect, it } from "vitest";
import { noPlainCredential } from "./no-plain-credential.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const token = `glpat-${"a1b2c3d4".repeat(3)}`;

describe("no-plain-credential", () => {
  it("says what it wants", () => {
    expect(noPlainCredential.description).toContain("credential in plain text");
  });

  const passing: [string, ResourceSample][] = [
    ["the folders of a machine", { type: "pulumi:providers:debian", name: "debian", props: { tree: "/srv/tree" } }],
    ["a digest", { type: "debian:mirror:ImageFiles", name: "x", props: { digest: "3f".repeat(64) } }],
    [
      "values that are no text",
      { type: "debian:cloud:Publication", name: "x", props: { retention: { held: 7 }, none: null } },
    ],
  ];
  it.each(passing)("lets %s pass", (_case, sample) => {
    expect(violationsOf(noPlainCredential, sample)).toEqual([]);
  });

  const failing: [string, ResourceSample, string][] = [
    ["a token", { type: "x:y:Z", name: "x", props: { note: token } }, "note: GitLab token"],
    ["a token deep inside", { type: "x:y:Z", name: "x", props: { a: { b: [`see ${token}`] } } }, "a.b.0: GitLab token"],
    [
      "a random value under a telling key",
      { type: "x:y:Z", name: "x", props: { password: "k7Qz91xWp2Lm4v" } },
      "password: secret under a telling key",
    ],
    [
      "a random value in a list with a telling name",
      { type: "x:y:Z", name: "x", props: { password: ["k7Qz91xWp2Lm4v"] } },
      "password.0: secret under a telling key",
    ],
  ];
  it.each(failing)("stops %s, without repeating it", (_case, sample, finding) => {
    const violations = violationsOf(noPlainCredential, sample);
    expect(violations).toEqual([expect.stringContaining(finding)]);
    expect(violations.join()).not.toContain(token);
  });
});
