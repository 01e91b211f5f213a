import { describe, expect, it } from "vitest";
import { violationsOf } from "../ask.ts";
import { releaseProtected } from "./release-protected.ts";
import { registered, type ResourceSample } from "../../test/samples/policy-samples.ts";

const image = "debian-13-generic-amd64-20260717-2542";
const dailyImage = "debian-13-generic-amd64-daily-20260717-2542";

const component = (listed: string[], name = image): ResourceSample => ({
  type: "debian:cloud:PublishedImage",
  name,
  props: { listed },
  protect: false,
});
const files = (protect: boolean, name = image): ResourceSample => ({
  type: "debian:mirror:ImageFiles",
  name: `${name}-files`,
  props: { image: name },
  protect,
});
const upload = (protect: boolean): ResourceSample => ({
  type: "debian:openstack:Image",
  name: `${image}-openstack-partner-image`,
  props: { image },
  protect,
});
const access: ResourceSample = { ...upload(false), type: "debian:openstack:ImageAccess" };
const set = (phase: string, protect: boolean): ResourceSample => ({
  type: "debian:mirror:Version",
  name: "debian-13-20260717-2542",
  props: {
    suite: "trixie",
    channel: "release",
    images: [{ members: ["generic/amd64"], phase, reason: "", listed: true, days: { made: "2026-07-17" } }],
  },
  protect,
});

const namesOf = (samples: ResourceSample[]) =>
  violationsOf(samples.map(registered), [releaseProtected]).map(({ name }) => name);

describe("release-protected", () => {
  it("says what it wants", () => {
    expect(releaseProtected.description).toContain("are protected");
  });

  const passing: [string, ResourceSample[]][] = [
    ["a public release whose files and set are protected", [component(["mirror"]), files(true), set("current", true)]],
    ["who sees its upload", [component(["mirror"]), upload(true), access]],
    ["a hidden release without protection", [component([]), files(false), set("hidden", false)]],
    ["a daily without protection", [component(["mirror"], dailyImage), files(false, dailyImage)]],
  ];
  it.each(passing)("lets %s pass", (_case, samples) => {
    expect(namesOf(samples)).toEqual([]);
  });

  const failing: [string, ResourceSample[], string[]][] = [
    ["the files of a public one", [component(["mirror"]), files(false)], [`${image}-files`]],
    ["its upload", [component(["mirror"]), upload(false)], [`${image}-openstack-partner-image`]],
    ["its set", [set("superseded", false)], ["debian-13-20260717-2542"]],
  ];
  it.each(failing)("stops %s without protection", (_case, samples, names) => {
    expect(namesOf(samples)).toEqual(names);
  });
});
