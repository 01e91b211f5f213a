import { describe, expect, it } from "vitest";
import { dailyBelowDaily } from "./daily-below-daily.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const trixie = (channel: string) => ({ suite: "trixie", channel, version: "20260717-2542" });
const files = (image: string) => ({ type: "debian:mirror:ImageFiles", name: `${image}-files`, props: { image } });
const dailyImage = "debian-13-generic-amd64-daily-20260717-2542";
const releaseImage = "debian-13-generic-amd64-20260717-2542";

describe("daily-below-daily", () => {
  it("says what it wants", () => {
    expect(dailyBelowDaily.description).toContain("only below its suite's daily/");
  });

  const passing: [string, ResourceSample][] = [
    ["a daily in its daily stack", files(dailyImage)],
    ["a daily set in its daily stack", { type: "debian:mirror:Version", name: "x", props: trixie("daily") }],
    ["a release in its release stack", { ...files(releaseImage), stack: "trixie-release" }],
    ["anything in a stack that is not the team's", { ...files(releaseImage), stack: "dev" }],
    ["what writes into no channel", { type: "pulumi:providers:debian", name: "debian", props: { tree: "/srv/tree" } }],
  ];
  it.each(passing)("lets %s pass", (_case, sample) => {
    expect(violationsOf(dailyBelowDaily, sample)).toEqual([]);
  });

  const failing: [string, ResourceSample, string][] = [
    ["a release in a daily stack", files(releaseImage), "trixie/"],
    [
      "a release's pointers in a daily stack",
      { type: "debian:mirror:Latest", name: "x", props: trixie("release") },
      "trixie/",
    ],
    [
      "the names that a cloud has of releases, in a daily stack",
      { type: "debian:aws:Parameters", name: "trixie-release-aws-pointers" },
      "trixie/",
    ],
    ["a daily in a release stack", { ...files(dailyImage), stack: "trixie-release" }, "trixie/daily/"],
    ["another suite's daily", { ...files(dailyImage), stack: "bookworm-daily" }, "trixie/daily/"],
    ["a gate of another channel", { type: "debian:test:Gate", name: "debian-13-20260717-2542" }, "trixie/"],
    ["an image's component", { type: "debian:cloud:PublishedImage", name: releaseImage }, "trixie/"],
  ];
  it.each(failing)("stops %s", (_case, sample, directory) => {
    expect(violationsOf(dailyBelowDaily, sample)).toEqual([expect.stringContaining(`is of ${directory};`)]);
  });
});
