import { describe, expect, it } from "vitest";
import { azureConfig } from "./config.ts";

const id = "0a1b2c3d-0000-4000-8000-000000000001";
const settings = {
  tenant: id,
  subscription: id,
  resourceGroup: "cloud-images",
  storageAccount: "debiandaily",
  gallery: "debian_daily",
  communityGallery: "debian_daily_public",
  home: "westeurope",
  regions: ["eastus"],
};
const read = (changes: object = {}) => azureConfig.parse({ ...settings, ...changes });
const targetsOf = (changes: object = {}) =>
  read(changes).targets.map(({ name, required, retired }) => [name, required, retired === true]);

describe("cloud-images:targets.azure", () => {
  it("has a target for each region, and the home region is one", () => {
    expect(targetsOf({ bestEffort: ["southeastasia"] })).toEqual([
      ["azure-westeurope", true, false],
      ["azure-eastus", true, false],
      ["azure-southeastasia", false, false],
    ]);
  });

  it("waits for no region where Azure is not required", () => {
    expect(targetsOf({ required: false }).map(([, required]) => required)).toEqual([false, false]);
  });

  it("leaves a region without leaving Azure, and waits for it no more", () => {
    expect(targetsOf({ retired: ["eastus"] })).toEqual([
      ["azure-westeurope", true, false],
      ["azure-eastus", false, true],
    ]);
  });

  it("is nowhere without the key", () => {
    expect(azureConfig.parse(undefined)).toEqual({ targets: [], problems: [], owned: [] });
  });

  it("owns its subscription: no stack of the other channel may name it", () => {
    expect(read().owned).toMatchObject([{ path: [], identities: [{ key: "subscription", value: id }] }]);
  });

  it.each<[string, object, string]>([
    ["a region twice", { bestEffort: ["eastus"] }, "each region once"],
    ["a home region that nobody waits for", { bestEffort: ["westeurope"] }, "no home region"],
    ["a home region that is left alone", { retired: ["westeurope"] }, "no home region while eastus is in use"],
    ["one gallery for both", { communityGallery: "debian_daily" }, "another gallery than the private one"],
  ])("refuses %s", (_case, changes, expected) => {
    expect(read(changes).problems).toEqual([
      expect.objectContaining({ expected: expect.stringContaining(expected) as unknown }),
    ]);
  });

  it("may retire all of it", () => {
    expect(read({ retired: ["westeurope", "eastus"] }).problems).toEqual([]);
  });

  it.each<[string, object]>([
    ["a subscription's name", { subscription: "Debian daily" }],
    ["a gallery with a hyphen", { gallery: "debian-daily" }],
    ["a region's name for people", { home: "West Europe" }],
    ["an unknown key", { resourcegroup: "x" }],
    ["a storage account in capitals", { storageAccount: "DebianDaily" }],
  ])("does not take %s", (_case, changes) => {
    expect(azureConfig.safeParse({ ...settings, ...changes }).success).toBe(false);
  });
});
