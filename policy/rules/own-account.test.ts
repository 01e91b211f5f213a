import { describe, expect, it } from "vitest";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";
import { Secret } from "../../images/model/input-values.ts";
import { ownAccount } from "./own-account.ts";

const daily = "debian-13-ec2-amd64-daily-20260717-2542";
const release = "debian-13-ec2-amd64-20260717-2542";
const [ofDailies, ofReleases, ofNobody] = ["903794441882", "136693071363", "123456789012"];
const upload = (image: string, account?: unknown): ResourceSample => ({
  type: "debian:aws:Image",
  name: `${image}-aws`,
  props: { image, account, regions: {} },
});
const pointers = (name: string, account: unknown, stack = "dev"): ResourceSample => ({
  type: "debian:aws:Parameters",
  name,
  props: { account, paths: ["/aws/service/debian/daily/13/latest"], regions: {} },
  stack,
});
const access = (image: string, account: string): ResourceSample => ({
  ...upload(image, account),
  type: "debian:aws:ImageAccess",
  name: `${image}-aws-access`,
});

describe("own-account", () => {
  it("says what it wants", () => {
    expect(ownAccount.description).toContain("never goes to the account of the releases");
  });

  it.each<[string, ResourceSample]>([
    ["a daily in the account of the dailies", upload(daily, ofDailies)],
    ["a release in the account of the releases", access(release, ofReleases)],
    ["the names of dailies in the account of the dailies", pointers("trixie-daily-aws-pointers", ofDailies)],
    ["an account that YAML read as a number", upload(daily, Number(ofDailies))],
    ["an image in an account that is not Debian's", upload(daily, ofNobody)],
    ["what is in no account", { type: "debian:mirror:ImageFiles", name: `${daily}-files`, props: { image: daily } }],
  ])("lets %s pass", (_case, sample) => {
    expect(violationsOf(ownAccount, sample)).toEqual([]);
  });

  it.each<[string, ResourceSample, string]>([
    ["a daily in the account of the releases", upload(daily, ofReleases), "release"],
    ["a release in the account of the dailies", upload(release, ofDailies), "daily"],
    ["the names of dailies in it", pointers("trixie-daily-aws-pointers", ofReleases), "release"],
    ["names that say no channel, in a stack of dailies", pointers("x", ofReleases, "trixie-daily"), "release"],
    ["the names of releases among the dailies", pointers("trixie-release-aws-pointers", ofDailies), "daily"],
    ["an account that YAML read as a number", upload(daily, Number(ofReleases)), "release"],
    ["an account in a secret", upload(daily, new Secret(ofReleases)), "release"],
    ["a daily that the account of the releases would show", access(daily, ofReleases), "release"],
  ])("stops %s", (_case, sample, owner) => {
    expect(violationsOf(ownAccount, sample)).toEqual([expect.stringContaining(`of channel ${owner}`)]);
  });
});
