import { describe, expect, test } from "vitest";
import { unexplained } from "./due.ts";
import { removalsIn } from "./saved-plan.ts";
import { planOf } from "../plan-samples.ts";

const old = "20260301-2400";
const current = "20260717-2542";

const image = (version: string, member = "generic-amd64") => `debian-13-${member}-daily-${version}`;
const set = (version: string) => `debian-13-daily-${version}`;
const files = "debian:cloud:PublishedImage$debian:mirror:ImageFiles";
const urn = (type: string, name: string) => `urn:pulumi:trixie-daily::cloud-images::${type}::${name}`;

/** The whole old set is due; of the current one nothing. */
const plan = planOf({
  sets: [
    { version: current, phase: "current", members: ["generic/amd64", "generic/arm64"] },
    { version: "20260716-2541", phase: "failed", gate: "closed", members: ["generic/amd64", "generic/arm64"] },
    { version: old, phase: "gone", members: ["generic/amd64", "generic/arm64"] },
  ],
  deletions: [
    { image: image(old), reason: "120 days old" },
    { image: image(old, "generic-arm64"), reason: "120 days old" },
    { image: image("20260716-2541"), reason: "failed 7 days ago" },
  ],
});

const refusedNames = (steps: Record<string, string[]>) => {
  const resourcePlans = Object.fromEntries(Object.entries(steps).map(([key, value]) => [key, { steps: value }]));
  return unexplained(removalsIn(JSON.stringify({ resourcePlans })), plan).map(({ where }) => where);
};

describe("a step of the saved plan", () => {
  test.each([
    ["an image that stays as it is", files, image(current), ["same"]],
    ["an update in place", files, image(current), ["update"]],
    ["a new image", files, image("20260718-2543"), ["create"]],
    ["the files of an image that is due", files, image(old), ["delete"]],
    ["the component of an image that is due", "debian:cloud:PublishedImage", image(old), ["delete"]],
    ["a cloud's copy of an image that is due", files, `${image(old)}-aws-eu-west-1-ami`, ["delete"]],
    ["the set, all of whose images are due", "debian:mirror:Version", set(old), ["delete"]],
    ["a resource of the set's, named after what it is", "debian:mirror:Version", `${set(old)}-version`, ["delete"]],
    ["the gate of a set that goes", "debian:test:Gate", set(old), ["delete"]],
    ["the gate of a set that failed, whose images stay for now", "debian:test:Gate", set("20260716-2541"), ["delete"]],
    [
      "a provider of another release",
      "pulumi:providers:debian",
      "default_1_0_0",
      ["create-replacement", "replace", "delete-replaced"],
    ],
  ])("passes: %s", (_, type, name, steps) => {
    expect(refusedNames({ [urn(type, name)]: steps })).toEqual([]);
  });

  test.each([
    ["the files of an image that is not due", files, image(current), ["delete"]],
    ["an image whose name only begins like one that is due", files, `${image(old)}0`, ["delete"]],
    [
      "the replacement of an image, even of one that is due",
      files,
      image(old),
      ["create-replacement", "replace", "delete-replaced"],
    ],
    ["a set of which one image stays", "debian:mirror:Version", set("20260716-2541"), ["delete"]],
    ["the current set", "debian:mirror:Version", set(current), ["delete"]],
    ["the gate of the current set", "debian:test:Gate", set(current), ["delete"]],
    ["the pointers", "debian:mirror:Latest", "trixie-daily", ["delete"]],
    ["a replaced index", "debian:mirror:Index", "trixie-daily", ["delete-replaced"]],
    ["forgetting a resource", files, image(current), ["discard"]],
    ["a step that no engine had when this was written", files, image(old), ["vanish"]],
  ])("is refused: %s", (_, type, name, steps) => {
    expect(refusedNames({ [urn(type, name)]: steps })).toEqual([name]);
  });

  test("is refused along with every other of its kind, each by its name", () => {
    const steps = {
      [urn(files, image(current))]: ["delete"],
      [urn(files, image(current, "generic-arm64"))]: ["replace"],
    };
    expect(refusedNames(steps)).toEqual([image(current), image(current, "generic-arm64")]);
  });
});

test("an empty plan removes nothing", () => {
  expect(removalsIn("{}")).toEqual([]);
});
