import { describe, expect, it } from "vitest";
import type { Phase } from "../../images/tree/record.ts";
import { policy } from "../../test/samples/samples.ts";
import { filesInputs, hasDirectory, hasOpenGate } from "./inputs.ts";
import { statesInTree } from "../../images/plan/target-states.ts";
import { setPlan } from "../../test/samples/stacks-samples.ts";

const version = "20260717-2542";

function inputsOf(was: Phase | null, is: Phase, gitlab: string | null = null) {
  const set = setPlan(version, { "generic/amd64": [was, is] });
  const [image] = set.images;
  return image === undefined ? undefined : filesInputs(image, set, { ...policy, gitlab });
}

describe("the files of an image", () => {
  it.each<[Phase]>([["current"], ["superseded"], ["hidden"]])(
    "that rests as %s are told their digest and place, no more",
    (phase) => {
      expect(Object.keys(inputsOf(phase, phase) ?? {}).toSorted()).toEqual(["digest", "image", "place"]);
    },
  );

  it("that is made in this run are told where its bytes are", () => {
    expect(inputsOf(null, "current")).toMatchObject({
      place: "tree",
      making: { source: "/artifacts/build", promotes: false },
    });
  });

  it.each([
    [null, undefined],
    ["https://salsa.debian.org", "https://salsa.debian.org"],
  ])("are told the GitLab of the configuration, %s, while they are made", (configured, told) => {
    expect(inputsOf(null, "current", configured)?.making?.gitlab).toBe(told);
    expect(inputsOf("current", "current", configured)?.making).toBeUndefined();
  });

  it("that was never shown carry its standing, which no set records", () => {
    expect(inputsOf("made", "held")).toMatchObject({ place: "staging", standing: { phase: "held" } });
  });

  it("that is withdrawn after its showing leave the standing to the set", () => {
    expect(inputsOf("current", "withdrawn")).toEqual(
      expect.not.objectContaining({ standing: expect.anything() as unknown }),
    );
    expect(inputsOf("current", "withdrawn")).toMatchObject({ place: "quarantine" });
  });

  it("that is gone are not registered", () => {
    expect(inputsOf("hidden", "gone")).toBeUndefined();
  });
});

describe("a set", () => {
  it("keeps its directory while one image that was shown is left", () => {
    const partly = setPlan(version, { "generic/amd64": ["hidden", "hidden"], "generic/arm64": ["hidden", "gone"] });
    const wholly = setPlan(version, { "generic/amd64": ["hidden", "gone"], "generic/arm64": ["hidden", "gone"] });
    expect([hasDirectory(partly), hasDirectory(wholly)]).toEqual([true, false]);
  });

  it("has none before it is shown", () => {
    expect(hasDirectory(setPlan(version, { "generic/amd64": [null, "made"] }))).toBe(false);
  });

  it("records those that were shown, gone ones too", () => {
    const set = setPlan(version, {
      "generic/arm64": ["hidden", "gone"],
      "generic/amd64": ["hidden", "hidden"],
      "nocloud/amd64": [null, "made"],
    });
    expect([...statesInTree(set).keys()]).toEqual(["generic/amd64", "generic/arm64"]);
  });

  it.each([
    ["open", true],
    ["assumed", true],
    ["waiting", false],
    ["closed", false],
  ] as const)("whose gate is %s has a gate to pass: %s", (gate, open) => {
    expect(hasOpenGate(setPlan(version, { "generic/amd64": ["made", "made"] }, gate))).toBe(open);
  });
});
