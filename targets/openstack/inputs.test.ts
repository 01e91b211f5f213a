import { describe, expect, it } from "vitest";
import type { Phase } from "../../images/tree/record.ts";
import { openstackTarget } from "./model/target.ts";
import { inClouds, knownResult } from "../image-at-target.ts";
import { accessInputs, uploadInputs, type ImageInOpenstack } from "./inputs.ts";
import { setPlan } from "../../test/samples/stacks-samples.ts";

const version = "20260717-2542";

interface Case {
  was?: Phase;
  is: Phase;
  required?: boolean;
  refs?: string[];
  down?: string;
}

/** One image at one cloud: recorded there as it is in the tree, where it was there at all. */
function inCloud({ was, is, required = true, refs = ["id-1"], down }: Case): ImageInOpenstack | undefined {
  const target = openstackTarget({ cloud: "partner", project: null, visibility: "community" }, required);
  const [image] = setPlan(version, { "generic/amd64": [was ?? null, is] }).images;
  const standing = image?.targets.get("mirror");
  if (image === undefined || standing === undefined) return undefined;
  const recorded = image.record?.targets["mirror"];
  const record =
    image.record === null || recorded === undefined
      ? null
      : { ...image.record, targets: { [target.name]: { ...recorded, reason: standing.reason, refs } } };
  const there = { ...image, record, targets: new Map([[target.name, standing]]) };
  const reachable = { targets: [target], down: new Map(down === undefined ? [] : [[target.name, down]]) };
  const [place] = inClouds(there, reachable);
  return place === undefined ? undefined : { ...place, target };
}

function accessOf(given: Case) {
  const each = inCloud(given);
  return each === undefined ? undefined : accessInputs(each);
}

describe("an image in a cloud", () => {
  it.each<[Phase, Phase, object]>([
    ["made", "current", { visibility: "community", hidden: false }],
    ["current", "superseded", { visibility: "community", hidden: false }],
    ["superseded", "hidden", { visibility: "community", hidden: true }],
    ["current", "withdrawn", { visibility: "private", hidden: true }],
    ["current", "made", { visibility: "private", hidden: false }],
  ])("that was %s and is %s is seen accordingly", (was, is, seen) => {
    expect(accessOf({ was, is })).toMatchObject({ phase: is, ...seen });
  });

  it.each<[Phase]>([["made"], ["held"], ["failed"]])("that is %s has nobody who sees it", (phase) => {
    expect(accessOf({ was: phase, is: phase })).toBeUndefined();
  });

  it("that is gone is registered no more", () => {
    expect(inCloud({ was: "hidden", is: "gone" })).toBeUndefined();
  });

  it("that is lost does not stop a run, since it may not be there at all", () => {
    expect(accessOf({ was: "current", is: "lost" })?.required).toBe(false);
    expect(accessOf({ was: "current", is: "withdrawn" })?.required).toBe(true);
    expect(accessOf({ was: "current", is: "withdrawn", required: false })?.required).toBe(false);
  });

  it.each<[string, Case, string | undefined]>([
    ["rests", { was: "current", is: "current" }, "passed"],
    ["moves", { was: "current", is: "superseded" }, undefined],
    ["has no name there yet", { was: "current", is: "current", refs: [] }, undefined],
    [
      "moves where the cloud is down",
      { was: "current", is: "superseded", down: "503" },
      "broken: the cloud is down (503)",
    ],
    ["rests where the cloud is down", { was: "current", is: "current", down: "503" }, "passed"],
  ])("that %s has a result before the run, or none", (_case, given, state) => {
    const each = inCloud(given);
    expect(each === undefined ? undefined : knownResult(each)?.state).toBe(state);
  });

  it("is uploaded with its disk's size, and to no cloud that is down", () => {
    const [up, down] = [inCloud({ is: "made" }), inCloud({ is: "made", down: "503" })];
    expect(up && uploadInputs(up)).toMatchObject({ cloud: "partner", minDisk: 3, required: true });
    expect(up && uploadInputs(up).outcome).toBeUndefined();
    expect(down && uploadInputs(down).outcome).toContain("the cloud is down (503)");
  });
});
