import { describe, expect, it } from "vitest";
import { namesMatchGrammar } from "./names-match-grammar.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const set = { suite: "trixie", channel: "daily", version: "20260717-2542" };
const image = "debian-13-generic-amd64-daily-20260717-2542";
const latest = (families: unknown): ResourceSample => ({
  type: "debian:mirror:Latest",
  name: "trixie-daily-latest",
  props: { suite: "trixie", channel: "daily", families },
});

describe("names-match-grammar", () => {
  it("says what it wants", () => {
    expect(namesMatchGrammar.description).toContain("readers of the tree understand");
  });

  const passing: [string, ResourceSample][] = [
    ["an image", { type: "debian:cloud:PublishedImage", name: image }],
    ["an image's files", { type: "debian:mirror:ImageFiles", name: `${image}-files`, props: { image } }],
    ["a set", { type: "debian:mirror:Version", name: "debian-13-daily-20260717-2542", props: set }],
    ["a gate", { type: "debian:test:Gate", name: "debian-12-backports-20260717-2542" }],
    ["families", latest({ "generic/amd64": "20260717-2542" })],
    ["no family yet", latest({})],
    ["what has no name of ours", { type: "pulumi:providers:debian", name: "debian" }],
  ];
  it.each(passing)("lets %s pass", (_case, sample) => {
    expect(violationsOf(namesMatchGrammar, sample)).toEqual([]);
  });

  const failing: [string, ResourceSample][] = [
    [
      "an image whose vendor is no name of one",
      { type: "debian:cloud:PublishedImage", name: "debian-13-VMware-amd64-20260717-2542" },
    ],
    ["an image without a version", { type: "debian:cloud:PublishedImage", name: "debian-13-generic-amd64" }],
    ["files that name no image", { type: "debian:mirror:ImageFiles", name: `${image}-files` }],
    ["a set under another one's name", { type: "debian:mirror:Version", name: "debian-13-20260717-2542", props: set }],
    ["a set of no such day", { type: "debian:mirror:Version", name: "x", props: { ...set, version: "20260732-1" } }],
    ["a gate of no set", { type: "debian:test:Gate", name: "trixie" }],
    ["a family with an arch that nobody has", latest({ "generic/vax": "20260717-2542" })],
    ["a family that leads to no version", latest({ "generic/amd64": "latest" })],
    ["pointers without families", latest(undefined)],
  ];
  it.each(failing)("stops %s", (_case, sample) => {
    expect(violationsOf(namesMatchGrammar, sample)).toEqual([expect.stringContaining("expected")]);
  });
});
