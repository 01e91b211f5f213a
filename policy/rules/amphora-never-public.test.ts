import { describe, expect, it } from "vitest";
import { amphoraNeverPublic } from "./amphora-never-public.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const image = "debian-bookworm-zed-octavia-12.12.0-20261123-amd64";
const sample = (type: string, props: Record<string, unknown>, name = "x"): ResourceSample => ({ type, name, props });
const [ours, access, theirs] = [
  "debian:openstack:AmphoraImage",
  "debian:openstack:ImageAccess",
  "openstack:images/image:Image",
];

describe("amphora-never-public", () => {
  it("says what it wants", () => {
    expect(amphoraNeverPublic.description).toContain("its own project alone");
  });

  const passing: [string, ResourceSample][] = [
    ["a private image of ours", sample(ours, { image, visibility: "private" })],
    ["one that is shared with Octavia's project", sample(ours, { image, visibility: "shared" })],
    [
      "a public image that is no amphora",
      sample(access, { image: "debian-13-generic-amd64-20260717-2542", visibility: "public" }),
    ],
    ["an image of the SDK's that says nothing of who sees it", sample(theirs, { name: image })],
  ];
  it.each(passing)("lets %s pass", (_case, resource) => {
    expect(violationsOf(amphoraNeverPublic, resource)).toEqual([]);
  });

  const failing: [string, ResourceSample][] = [
    ["one of ours, whatever it is called", sample(ours, { image: "x", visibility: "public" })],
    ["one that is shown as an image of a suite is", sample(access, { image, visibility: "public" })],
    ["one of the SDK's by its name", sample(theirs, { name: image, visibility: "community" })],
    ["one of the SDK's by its resource's name", sample(theirs, { visibility: "public" }, image)],
    ["one of the SDK's by its tag", sample(theirs, { name: "lb", visibility: "public", tags: ["amphora"] })],
  ];
  it.each(failing)("stops %s", (_case, resource) => {
    expect(violationsOf(amphoraNeverPublic, resource)).toEqual([expect.stringContaining("expected private")]);
  });
});
