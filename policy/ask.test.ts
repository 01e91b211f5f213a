import { describe, expect, it } from "vitest";
import { judge, violationsOf } from "./ask.ts";
import { rules } from "./rules.ts";
import { registered, type ResourceSample } from "../test/samples/policy-samples.ts";
import { notKnown, Secret } from "../images/model/input-values.ts";

const asked = (sample: ResourceSample): string[] =>
  violationsOf([registered(sample)]).map(({ rule, message }) => `${rule}: ${message}`);

const server = (props: Record<string, unknown>): ResourceSample => ({
  type: "openstack:compute/instance:Instance",
  name: "casulana-amd64-1a2b3c4d-server",
  parent: "debian:cloud:CasulanaRunner",
  props: { networks: [{ port: notKnown }], ...props },
});
const token = `glrt-${"a1b2c3d4".repeat(3)}`;

describe("what nobody knows yet", () => {
  it.each<[string, ResourceSample]>([
    [
      "the contents of a set",
      {
        type: "debian:mirror:Version",
        name: "debian-13-daily-20260717-2542",
        props: { suite: "trixie", channel: "daily", version: "20260717-2542", images: [], contents: notKnown },
      },
    ],
    ["a phase", { type: "debian:openstack:ImageAccess", name: "x", props: { phase: notKnown, image: notKnown } }],
    ["the numbers of a policy", { type: "debian:cloud:Publication", name: "x", props: { retention: notKnown } }],
    ["a number among them", { type: "debian:cloud:Publication", name: "x", props: { retention: { held: notKnown } } }],
    ["the end of a test VM", { type: "debian:cloud:TestVm", name: "x", props: { expires: notKnown } }],
    ["a server's port", server({})],
    ["its networks", server({ networks: notKnown })],
    ["its user data", server({ userData: notKnown })],
    [
      "the tags of a public image",
      { type: "openstack:images/image:Image", name: "x", props: { visibility: "public", tags: notKnown } },
    ],
  ])("is not judged: %s", (_case, sample) => {
    expect(asked(sample)).toEqual([]);
  });

  it("hides nothing that stands beside it", () => {
    const plain = { visibility: "public", tags: ["amphora", notKnown], password: "k7Qz91xWp2Lm4v", other: notKnown };
    expect(asked({ type: "openstack:images/image:Image", name: "x", props: plain })).toEqual([
      expect.stringContaining("amphora-never-public: "),
      expect.stringContaining("no-plain-credential: password"),
    ]);
  });
});

it("a Pulumi secret is no plain credential, and none to a server that can read its user data", () => {
  const secret = new Secret(`#cloud-config\nruncmd: [register, ${token}]\n`);
  expect(asked(server({ adminPass: new Secret("k7Qz91xWp2Lm4v") }))).toEqual([]);
  expect(asked(server({ userData: secret }))).toEqual([expect.stringContaining("no-secret-in-user-data: userData")]);
});

it("a violation says which rule, of which resource", () => {
  const resource = registered({ type: "debian:test:Gate", name: "trixie" });
  expect(violationsOf([resource])).toMatchObject([
    { rule: "names-match-grammar", urn: resource.urn, type: "debian:test:Gate", name: "trixie" },
  ]);
});

it("a judge remembers the components of its own run alone", () => {
  const image = "debian-13-generic-amd64-20260717-2542";
  const stack = "trixie-release";
  const component = { type: "debian:cloud:PublishedImage", name: image, props: { listed: ["mirror"] }, stack };
  const files = { type: "debian:mirror:ImageFiles", name: `${image}-files`, props: { image }, stack };
  const first = judge();
  expect(first(registered(component))).toEqual([]);
  expect(first(registered(files))).toMatchObject([{ rule: "release-protected" }]);
  expect(judge()(registered(files))).toEqual([]);
});

it("a rule is named once", () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});
