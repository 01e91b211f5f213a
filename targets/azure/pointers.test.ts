import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { dailyOf } from "../../provider/mirror/world.fixture.ts";
import { version as versionOf } from "../../test/samples/samples.ts";
import { passed } from "../image-at-target.ts";
import type { PointedImage } from "../target.ts";
import { definitionName } from "./model/definition.ts";
import { lostResult } from "./model/lost-region.ts";
import { azureTarget, type AzurePlace } from "./model/target.ts";
import { latestInputs } from "./pointers.ts";

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
const regions = { westeurope: true, eastus: true, southeastasia: false } as const;
const targets = Object.entries(regions).map(([region, required]) => azureTarget(place, region, required));
const image = dailyOf(versionOf("20260717-2542"));
const before = dailyOf(versionOf("20260716-2541"));
const [version, older] = ["0.20260717.2542", "0.20260716.2541"];

type Changes = Partial<Record<keyof typeof regions, Partial<PointedImage> | null>>;

/** The image in each region; null: the region has none of its family. */
const pointedAt = (changes: Changes): PointedImage[] =>
  targets.flatMap((target): PointedImage[] => {
    const change = changes[target.azure.region as keyof typeof regions];
    if (change === null) return [];
    return [{ target, image, down: undefined, result: { refs: ["id"], state: passed }, repair: [], ...change }];
  });

async function led(changes: Changes, down: ReadonlyMap<string, string> = new Map()): Promise<unknown> {
  const inputs = latestInputs(pointedAt(changes), { targets, down });
  return new Promise((resolve) => {
    pulumi.output(inputs?.definitions).apply((definitions) => resolve(definitions?.[definitionName(image)]));
  });
}

const broken = { result: { refs: ["id"], state: "broken: not yet in it" } };

describe("latest leads to an image", () => {
  it.each<[string, Changes, Record<string, string | null>]>([
    ["where it is shown", {}, { westeurope: version, eastus: version, southeastasia: version }],
    [
      "nowhere before every required region shows it",
      { eastus: broken },
      { westeurope: null, eastus: null, southeastasia: null },
    ],
    [
      "and does not wait for a region that the subscription lost",
      { eastus: { result: { refs: ["id"], state: lostResult("s", "eastus") } } },
      { westeurope: version, eastus: null, southeastasia: version },
    ],
    [
      "and does not wait for another region",
      { southeastasia: broken },
      { westeurope: version, eastus: version, southeastasia: null },
    ],
    [
      "nowhere where there is nothing of it",
      { southeastasia: { result: { refs: [], state: passed } } },
      { westeurope: version, eastus: version, southeastasia: null },
    ],
    [
      "and to the one before it in a region that is behind",
      { southeastasia: { image: before } },
      { westeurope: version, eastus: version, southeastasia: older },
    ],
    ["in no region that has none", { southeastasia: null }, { westeurope: version, eastus: version }],
    [
      "where the region is up",
      { southeastasia: { down: "503" } },
      { westeurope: version, eastus: version, southeastasia: null },
    ],
  ])("%s", async (_where, changes, versions) => {
    expect(await led(changes)).toEqual({ versions });
  });

  it("that somebody took from it, again", async () => {
    const findings = { eastus: { repair: ["latest passes it over"] } };
    expect(await led(findings)).toMatchObject({ repair: ["latest passes it over"] });
  });
});

it("latest is left alone where the home region is down: it has the copy of all others", () => {
  const inputs = (down: Record<string, string>) => latestInputs([], { targets, down: new Map(Object.entries(down)) });
  expect(inputs({ "azure-westeurope": "503" })).toMatchObject({ down: "503", required: true, definitions: {} });
  expect(inputs({ "azure-eastus": "503" })).not.toHaveProperty("down");
});

it("a stack without Azure has no latest there", () => {
  expect(latestInputs([], { targets: [], down: new Map() })).toBeUndefined();
});
