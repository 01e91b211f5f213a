import { describe, expect, it } from "vitest";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";
import { publicIsGuarded } from "./public-is-guarded.ts";

const daily = "debian-13-ec2-amd64-daily-20260717-2542";
const release = "debian-13-ec2-amd64-20260717-2542";
const of = (type: string, image: string, props: Record<string, unknown>): ResourceSample => ({
  type,
  name: `${image}-aws`,
  props: { image, ...props },
});
const upload = (image: string, isProtected?: boolean, more: Record<string, unknown> = {}): ResourceSample =>
  of("debian:aws:Image", image, { imdsSupport: "v2.0", enaSupport: true, isProtected, ...more });
const access = (deprecateOn?: string): ResourceSample => of("debian:aws:ImageAccess", daily, { deprecateOn });

describe("public-is-guarded", () => {
  it("says what it wants", () => {
    expect(publicIsGuarded.description).toContain("the end date that its cloud keeps");
  });

  it.each<[string, ResourceSample]>([
    ["a release that AWS protects", upload(release, true)],
    ["a daily, which goes by age", upload(daily, false)],
    ["an image with the day of its end", access("2028-07-17")],
    ["what is in no cloud", of("debian:mirror:ImageFiles", release, {})],
  ])("lets %s pass", (_case, sample) => {
    expect(violationsOf(publicIsGuarded, sample)).toEqual([]);
  });

  it.each<[string, ResourceSample, string]>([
    ["a release that anybody with the right can deregister", upload(release, false), "isProtected"],
    ["an image that does not say", upload(release), "isProtected"],
    [
      "an image whose instances give credentials to anybody",
      upload(daily, false, { imdsSupport: "v1.0" }),
      "imdsSupport",
    ],
    ["an image that AWS takes for one of IMDSv1", upload(daily, false, { imdsSupport: undefined }), "imdsSupport"],
    ["an image without enhanced networking", upload(daily, false, { enaSupport: false }), "enaSupport"],
    ["an image without the day of its end", access(), "deprecateOn"],
    ["a day that does not exist", access("2028-02-31"), "deprecateOn"],
  ])("stops %s", (_case, sample, finding) => {
    expect(violationsOf(publicIsGuarded, sample)).toEqual([expect.stringContaining(finding)]);
  });
});
