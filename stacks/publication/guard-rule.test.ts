import { describe, expect, it } from "vitest";
import { imageName, setName } from "../../images/model/image.ts";
import type { Phase } from "../../images/tree/record.ts";
import { dueOf, refusalOf, type Due } from "./guard-rule.ts";
import { type PendingDeletion } from "../../images/plan/retention/deletion-rule.ts";
import { imageOf, planOf, setPlan, tombstoneOf } from "../../test/samples/stacks-samples.ts";

const kept = "20260717-2542";
const leaving = "20260301-2400";
const failed = "20260710-2535";
const cutOff = "20260215-2386";
const nameOf = (version: string, member = "generic/amd64") => imageName(imageOf(version, member));
const setOf = (version: string) => setName(imageOf(version, "generic/amd64"));

const plan = planOf(
  [
    setPlan(kept, { "generic/amd64": ["current", "current"], "generic/arm64": ["hidden", "gone"] }),
    setPlan(failed, { "generic/amd64": ["failed", "failed"] }, "closed"),
    setPlan(leaving, { "generic/amd64": ["hidden", "gone"] }),
  ],
  [nameOf(kept, "generic/arm64"), nameOf(leaving)],
);
// a run that was cut off took it out of the records, and not out of the state
const due = dueOf([plan], [tombstoneOf(nameOf(cutOff))]);

const files = (image: string, outcome = "passed"): PendingDeletion => ({
  type: "debian:mirror:ImageFiles",
  name: `${image}-files`,
  inputs: { image },
  outputs: { outcome },
});
const named = (type: string, name: string): PendingDeletion => ({ type, name, inputs: {}, outputs: {} });

const partner = "openstack-partner";
const upload = (image: string, standing = "passed"): PendingDeletion => ({
  type: "debian:openstack:Image",
  name: `${image}-${partner}-image`,
  inputs: { image, cloud: "partner" },
  outputs: { standing },
});
const access = (image: string): PendingDeletion => ({ ...upload(image), type: "debian:openstack:ImageAccess" });

const neverThere = ({ inputs, ...rest }: PendingDeletion): PendingDeletion => ({
  ...rest,
  inputs: { ...inputs, glanceId: null },
});

/** A plan of one image in a cloud, with a tombstone there or without. */
function inCloud(is: Phase, tombstoned: boolean): Due {
  const set = setPlan(kept, { "generic/amd64": ["current", "current"] });
  const images = set.images.map((image) => {
    const [mirror] = image.targets.values();
    if (mirror === undefined) throw new RangeError("no target");
    return { ...image, targets: new Map([...image.targets, [partner, { ...mirror, phase: is }]]) };
  });
  const tombstones = tombstoned ? [{ ...tombstoneOf(nameOf(kept)), target: partner }] : [];
  return dueOf([planOf([{ ...set, images }])], tombstones);
}

describe("in a cloud the guard", () => {
  it("lets an upload go whose tombstone names the cloud, also while the tree keeps the image", () => {
    expect(refusalOf(inCloud("gone", true), upload(nameOf(kept)))).toBeNull();
    expect(refusalOf(inCloud("gone", true), files(nameOf(kept)))).toContain("the plan keeps it");
  });

  it.each<[string, Due]>([
    ["without a tombstone", inCloud("gone", false)],
    ["that stays there, though a tombstone names it", inCloud("hidden", true)],
    ["for the tombstone of another place", dueOf([], [tombstoneOf(nameOf(kept))])],
  ])("refuses an upload %s", (_case, only) => {
    expect(refusalOf(only, upload(nameOf(kept)))).toContain("the plan keeps it");
  });

  it.each([
    ["a cloud that is named", [partner], false],
    ["a cloud that the configuration does not name any more", [], true],
  ])("says of what stays in %s how a cloud is left: %s", (_case, targets, says) => {
    const pointers = new Map(targets.map((target) => [target, new Map()]));
    const only = dueOf([{ ...plan, pointers }]);
    for (const pending of [upload(nameOf(kept)), access(nameOf(kept))]) {
      const refusal = refusalOf({ ...only, shown: new Set([`${nameOf(kept)} at ${partner}`]) }, pending);
      expect(refusal).toContain("the plan keeps it");
      expect(refusal?.includes("name it again with retired: true")).toBe(says);
    }
  });

  it.each<[string, { glanceId: string | null; targets?: string[]; recorded?: boolean }, boolean]>([
    ["a cloud that is not named any more, and never had it", { glanceId: null }, true],
    ["one that is still named", { glanceId: null, targets: [partner] }, false],
    ["one that has it", { glanceId: "id-1" }, false],
    ["one that had it by the records", { glanceId: null, recorded: true }, false],
  ])("lets go the upload and its access of %s", (_case, { glanceId, targets = [], recorded = false }, goes) => {
    const pointers = new Map(targets.map((target) => [target, new Map()]));
    const place = `${nameOf(kept)} at ${partner}`;
    const only = {
      ...dueOf([{ ...plan, pointers }]),
      shown: new Set([place]),
      uploaded: new Set(recorded ? [place] : []),
    };
    const image = upload(nameOf(kept), "broken: not uploaded: the cloud is down");
    const state = { inputs: { ...image.inputs, glanceId }, outputs: { ...image.outputs, glanceId } };
    for (const type of [image.type, access(nameOf(kept)).type])
      expect(refusalOf(only, { ...image, ...state, type }) === null).toBe(goes);
  });

  it("lets go what was never whole and no record names", () => {
    expect(refusalOf(due, upload(nameOf("20260712-2537"), "broken: 503"))).toBeNull();
    expect(refusalOf(due, upload(nameOf(kept), "broken: 503"))).toContain("the plan keeps it");
  });

  it.each<[string, boolean, PendingDeletion]>([
    ["whose record is lost", false, access(nameOf("20260712-2537"))],
    ["that a run which was cut off took out of the records", true, access(nameOf(cutOff))],
    ["of which nothing is there", true, neverThere(access(nameOf("20260712-2537")))],
  ])("of an image that the plan does not know, %s, lets the access go: %s", (_case, goes, pending) => {
    expect(refusalOf(due, pending) === null).toBe(goes);
  });

  it.each<[Phase, boolean]>([
    ["current", false],
    ["hidden", false],
    ["made", true],
    ["gone", true],
  ])("of what is %s lets the access go: %s", (phase, goes) => {
    expect(refusalOf(inCloud(phase, false), access(nameOf(kept))) === null).toBe(goes);
  });
});

describe("the guard lets go", () => {
  const cases: [string, PendingDeletion][] = [
    ["the files of an image that is due", files(nameOf(leaving))],
    ["its component", named("debian:cloud:PublishedImage", nameOf(leaving))],
    ["its set, when nothing of it is left", named("debian:mirror:Version", setOf(leaving))],
    ["the gate of that set", named("debian:test:Gate", setOf(leaving))],
    ["one image of a set that stays", files(nameOf(kept, "generic/arm64"))],
    ["the gate of a set that failed", named("debian:test:Gate", setOf(failed))],
    ["the gate of a set that nobody knows any more", named("debian:test:Gate", setOf("20260712-2537"))],
    ["what a run that was cut off still owes", files(nameOf(cutOff))],
    ["the set of that image", named("debian:mirror:Version", setOf(cutOff))],
    ["an image that broke in the making and that no record names", files(nameOf("20260712-2537"), "broken: no space")],
  ];
  it.each(cases)("%s", (_case, pending) => {
    expect(refusalOf(due, pending)).toBeNull();
  });
});

describe("the guard refuses", () => {
  const cases: [string, PendingDeletion][] = [
    ["a public image", files(nameOf(kept))],
    ["its component", named("debian:cloud:PublishedImage", nameOf(kept))],
    ["a set that the tree keeps", named("debian:mirror:Version", setOf(kept))],
    ["a gate that opened", named("debian:test:Gate", setOf(kept))],
    ["an image that no record names, as when the records are lost", files(nameOf("20260712-2537"))],
    ["the set of such images", named("debian:mirror:Version", setOf("20260712-2537"))],
    ["a failed image before its days are over", files(nameOf(failed))],
    ["a broken image that the plan knows", files(nameOf(kept), "broken: no space")],
    ["files of which the state says nothing", named("debian:mirror:ImageFiles", "x")],
    ["the pointers", named("debian:mirror:Latest", "trixie-daily-latest")],
    ["the index", named("debian:mirror:Index", "trixie-daily")],
    ["the provider", named("pulumi:providers:debian", "debian")],
    ["what it does not know", named("aws:ec2/ami:Ami", "x")],
  ];
  it.each(cases)("%s", (_case, pending) => {
    expect(refusalOf(due, pending)).toContain("the plan keeps it");
  });

  it("everything when there is no plan", () => {
    for (const pending of [files(nameOf(leaving)), upload(nameOf(kept)), access(nameOf(kept))])
      expect(refusalOf(dueOf([]), pending)).toContain("the plan keeps it");
  });

  it("an image that stays, though a tombstone names it", () => {
    const guarded = dueOf([plan], [tombstoneOf(nameOf(kept))]);
    expect(refusalOf(guarded, files(nameOf(kept)))).toContain("the plan keeps it");
  });
});
