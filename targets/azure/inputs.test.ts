import { describe, expect, it } from "vitest";
import type { Channel } from "../../images/model/definitions/channels.ts";
import type { Phase } from "../../images/tree/record.ts";
import { setPlan } from "../../test/samples/stacks-samples.ts";
import { inClouds } from "../image-at-target.ts";
import { isShownIn, sharedInputs, uploadInputs, type AzurePlaces, type ImageInAzure } from "./inputs.ts";
import { azureTarget, type AzurePlace } from "./model/target.ts";

const version = "20260717-2542";

const place: AzurePlace = {
  tenant: "t",
  subscription: "s",
  resourceGroup: "g",
  storageAccount: "a",
  container: "vhds",
  gallery: "own",
  communityGallery: "open",
  home: "westeurope",
  replicas: 1,
};

interface Region {
  was?: Phase;
  is: Phase;
  required?: boolean;
  down?: string;
}

/** One image, by region; the home region first. */
function inRegions(regions: Readonly<Record<string, Region>>, channel: Channel = "daily"): AzurePlaces {
  const places = Object.entries(regions).flatMap(([region, { was, is, required = true, down }]): ImageInAzure[] => {
    const target = { ...azureTarget(place, region, required), vendors: null };
    const [image] = setPlan(version, { "generic/amd64": [was ?? null, is] }).images;
    const standing = image?.targets.get("mirror");
    if (image === undefined || standing === undefined) return [];
    const recorded = image.record?.targets["mirror"];
    const record =
      image.record === null || recorded === undefined
        ? null
        : { ...image.record, targets: { [target.name]: { ...recorded, refs: ["id"] } } };
    const there = {
      ...image,
      image: { ...image.image, channel },
      record,
      targets: new Map([[target.name, standing]]),
    };
    const found = inClouds(there, {
      targets: [target],
      down: new Map(down === undefined ? [] : [[target.name, down]]),
    });
    return found.map((each) => ({ ...each, target }));
  });
  const [first, ...others] = places;
  if (first === undefined) throw new Error("no region");
  return [first, ...others];
}

const shownIn = (places: AzurePlaces): string[] =>
  places.filter(isShownIn).map(({ target: { azure } }) => azure.region);

describe("an image in Azure's regions", () => {
  it.each<[Phase, string[]]>([
    ["made", []],
    ["current", ["westeurope", "eastus"]],
    ["superseded", ["westeurope", "eastus"]],
    ["hidden", []],
    ["withdrawn", []],
    ["lost", []],
    ["failed", []],
  ])("that is %s can be started in %j", (is, regions) => {
    expect(shownIn(inRegions({ westeurope: { was: "made", is }, eastus: { was: "made", is } }))).toEqual(regions);
  });

  it("gets nothing new in a region that is down, and keeps there what it has", () => {
    const down = "no such region";
    const places = inRegions({
      westeurope: { was: "current", is: "superseded", down },
      eastus: { was: "made", is: "current", down },
    });
    expect(shownIn(places)).toEqual(["westeurope"]);
  });

  it("is one resource for all regions, with a tombstone for each", () => {
    const inputs = uploadInputs(inRegions({ westeurope: { is: "made" }, eastus: { is: "made", required: false } }));
    expect(inputs).toMatchObject({ targets: ["azure-westeurope", "azure-eastus"], required: true });
    expect(inputs.outcome).toBeUndefined();
  });

  it("is not uploaded while its home region is down", () => {
    expect(uploadInputs(inRegions({ westeurope: { is: "made", down: "503" } })).outcome).toBe(
      "left out: the cloud is down (503)",
    );
  });

  it("is in the required regions before latest leads to it, though the image itself is not required", () => {
    const places = inRegions({
      westeurope: { was: "made", is: "current" },
      eastus: { was: "made", is: "current" },
      southeastasia: { was: "made", is: "current", required: false },
    });
    const [home, ...others] = places.map((each) => ({ ...each, image: { ...each.image, required: false } }));
    if (home === undefined) throw new Error("no region");
    expect(sharedInputs([home, ...others])).toMatchObject({ required: [], first: ["westeurope", "eastus"] });
  });

  it("waits for the required regions, and for none where it is lost", () => {
    const regions = (is: Phase) => ({ westeurope: { was: "current" as const, is }, eastus: { is, required: false } });
    expect(sharedInputs(inRegions(regions("superseded")))?.required).toEqual(["westeurope"]);
    expect(sharedInputs(inRegions(regions("lost")))?.required).toEqual([]);
  });

  it("has nobody who sees it before it is shown anywhere", () => {
    expect(sharedInputs(inRegions({ westeurope: { was: "made", is: "made" } }))).toBeUndefined();
  });

  it.each<[Channel, string | null]>([
    ["daily", null],
    ["release", "2030-07-01T00:00:00.000Z"],
  ])("of the channel %s is guarded until %j", (channel, until) => {
    expect(sharedInputs(inRegions({ westeurope: { is: "current" } }, channel))?.guardedUntil).toBe(until);
  });
});
