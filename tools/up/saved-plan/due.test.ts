import { describe, expect, test } from "vitest";
import { dueOf } from "../../../stacks/publication/guard-rule.ts";
import { unexplained } from "./due.ts";
import { removalsIn } from "./saved-plan.ts";
import { planOf } from "../../../test/samples/tools-plan-samples.ts";

const old = "20260301-2400";
const current = "20260717-2542";
const failed = "20260716-2541";
const thinned = "20260715-2540";

const image = (version: string, member = "generic-amd64") => `debian-13-${member}-daily-${version}`;
const set = (version: string) => `debian-13-daily-${version}`;
const files = "debian:cloud:PublishedImage$debian:mirror:ImageFiles";
const urn = (type: string, name: string) => `urn:pulumi:trixie-daily::cloud-images::${type}::${name}`;

/** The whole old set is due; of the current one nothing. */
const plan = planOf({
  sets: [
    { version: current, phase: "current", members: ["generic/amd64", "generic/arm64"] },
    { version: failed, phase: "failed", gate: "closed", members: ["generic/amd64", "generic/arm64"] },
    {
      version: thinned,
      phase: "superseded",
      members: ["generic/amd64", "generic/arm64"],
      others: { "generic/amd64": "gone" },
    },
    { version: old, phase: "gone", members: ["generic/amd64", "generic/arm64"] },
  ],
  deletions: [
    { image: image(old), reason: "120 days old" },
    { image: image(old, "generic-arm64"), reason: "120 days old" },
    { image: image(thinned), reason: "lost" },
  ],
});

/** The files' resource names its image among its inputs. */
const stateOf = (key: string) => ({
  inputs: { image: key.slice(key.lastIndexOf("::") + 2).replace(/-files$/, "") },
  outputs: {},
});

const refusedNames = (steps: Record<string, string[]>) => {
  const resourcePlans = Object.fromEntries(Object.entries(steps).map(([key, value]) => [key, { steps: value }]));
  const state = Object.keys(steps).map((key) => [key, stateOf(key)] as const);
  const refused = unexplained(removalsIn(JSON.stringify({ resourcePlans })), dueOf([plan]), new Map(state));
  return refused.map(({ where }) => where);
};

describe("a step of the saved plan", () => {
  test.each([
    ["an image that stays as it is", files, image(current), ["same"]],
    ["an update in place", files, image(current), ["update"]],
    ["a new image", files, image("20260718-2543"), ["create"]],
    ["the files of an image that is due", files, image(old), ["delete"]],
    ["the component of an image that is due", "debian:cloud:PublishedImage", image(old), ["delete"]],
    ["the set, all of whose images are due", "debian:mirror:Version", set(old), ["delete"]],
    ["the gate of a set that goes", "debian:test:Gate", set(old), ["delete"]],
    ["the gate of a set that failed, whose images stay for now", "debian:test:Gate", set(failed), ["delete"]],
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
    ["a set of which one image stays", "debian:mirror:Version", set(thinned), ["delete"]],
    ["the current set", "debian:mirror:Version", set(current), ["delete"]],
    ["the gate of the current set", "debian:test:Gate", set(current), ["delete"]],
    ["the files of a failed image that is kept for now", files, image(failed), ["delete"]],
    ["our own provider", "pulumi:providers:debian", "debian", ["delete"]],
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
