import { describe, expect, it } from "vitest";
import type { Phase } from "../images/tree/record.ts";
import { setPlan } from "../test/samples/stacks-samples.ts";
import { whyNotSent, type ImageAtTarget } from "./image-at-target.ts";

/** An image at a target in this phase, as its record has it. */
function placeIn(phase: Phase, refs: readonly string[]): Pick<ImageAtTarget, "plan" | "recorded" | "down"> {
  const plan = setPlan("20260717-2542", { "generic/amd64": ["current", phase] }).images[0]?.targets.get("mirror");
  if (plan === undefined) throw new Error("no image");
  const { reason, listed, days } = plan;
  return { plan, recorded: { phase, reason, listed, days, refs: [...refs] }, down: undefined };
}

describe("an image's bytes are sent to a cloud", () => {
  it.each<[Phase, readonly string[]]>([
    ["made", []],
    ["held", []],
    ["current", ["ami-1"]],
    ["superseded", ["ami-1"]],
    ["hidden", ["ami-1"]],
    ["withdrawn", ["ami-1"]],
    ["failed", ["ami-1"]],
  ])("where it is %s, and has %j", (phase, refs) => {
    expect(whyNotSent(placeIn(phase, refs))).toBeUndefined();
  });

  it.each<[Phase, readonly string[]]>([
    ["withdrawn", []],
    ["failed", []],
    ["lost", []],
    ["lost", ["ami-1"]],
  ])("not where it is %s, and has %j", (phase, refs) => {
    expect(whyNotSent(placeIn(phase, refs))).toBe(`it is ${phase}`);
  });

  it("not where the cloud is down", () => {
    expect(whyNotSent({ ...placeIn("made", []), down: "503" })).toBe("the cloud is down (503)");
  });
});
