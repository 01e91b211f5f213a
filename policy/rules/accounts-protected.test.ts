import { describe, expect, it } from "vitest";
import { accountsProtected } from "./accounts-protected.ts";
import { violationsOf } from "../../test/samples/policy-samples.ts";

describe("accounts-protected", () => {
  it("says what it wants", () => {
    expect(accountsProtected.description).toContain("protected against deletion");
  });

  it.each([
    ["a role that is protected", { type: "aws:iam/role:Role", name: "x", protect: true }],
    ["what belongs to no account", { type: "debian:mirror:Latest", name: "x" }],
  ])("lets %s pass", (_case, sample) => {
    expect(violationsOf(accountsProtected, sample)).toEqual([]);
  });

  it.each([
    "aws:iam/role:Role",
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    // its public name is lost for good with it (cluster-api-provider-azure#5167)
    "azure-native:compute:Gallery",
  ])("stops %s without protection", (type) => {
    expect(violationsOf(accountsProtected, { type, name: "x" })).toEqual([expect.stringContaining("protect: true")]);
  });
});
