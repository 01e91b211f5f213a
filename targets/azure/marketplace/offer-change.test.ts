import { describe, expect, it } from "vitest";
import { liveIn, missingIn, offerChange, type MarketplaceImage } from "./offer-change.ts";

const schema = (type: string): string => `https://schema.mp.microsoft.com/schema/${type}/2022-03-01-preview2`;
const live = {
  versionNumber: "0.20260601.2000",
  vmImages: [{ imageType: "x64Gen2", source: { sourceType: "sasUri", osDisk: { uri: "https://a.example/b" } } }],
  lifecycleState: "generallyAvailable",
};
const configuration = {
  $schema: schema("virtual-machine-plan-technical-configuration"),
  id: "virtual-machine-plan-technical-configuration/1/2",
  product: "product/1",
  plan: "plan/1/2",
  operatingSystem: { family: "linux", friendlyName: "Debian", type: "debian" },
  recommendedVmSizes: ["d2s-standard"],
  vmImageVersions: [live],
  skus: [
    { imageType: "x64Gen1", skuId: "13" },
    { imageType: "x64Gen2", skuId: "13-gen2" },
    { imageType: "arm64Gen2", skuId: "13-arm64" },
  ],
};
const tree = (changes: object = {}) => ({
  root: "product/1",
  resources: [
    { $schema: schema("product"), id: "product/1", identity: { externalId: "debian-13" }, type: "azureVirtualMachine" },
    { $schema: schema("plan"), id: "plan/1/2", identity: { externalId: "13" }, alias: "Debian 13" },
    { ...configuration, ...changes },
  ],
});

const image = (architecture: MarketplaceImage["architecture"], version = "0.20260717.2542"): MarketplaceImage => ({
  name: `debian-13-azure-${architecture}`,
  offer: "debian-13",
  plan: "13",
  architecture,
  version,
  tenant: "a-tenant",
  resourceId: `/subscriptions/s/…/versions/${version}`,
});
const both = [image("x64"), image("Arm64")];
const source = {
  sourceType: "sharedImageGallery",
  sharedImage: { tenantId: "a-tenant", resourceId: "/subscriptions/s/…/versions/0.20260717.2542" },
};
const added = {
  versionNumber: "0.20260717.2542",
  vmImages: [
    { imageType: "x64Gen2", source },
    { imageType: "arm64Gen2", source },
  ],
  lifecycleState: "generallyAvailable",
};

describe("the change of an offer", () => {
  it("adds the version to the plan, and leaves the rest of the draft as it is", () => {
    const { body, lines } = offerChange(tree(), both, "draft.json");
    expect(body).toEqual({
      $schema: "https://schema.mp.microsoft.com/schema/configure/2022-03-01-preview2",
      resources: [{ ...configuration, vmImageVersions: [live, added] }],
    });
    expect(lines).toEqual([
      "13 (x64Gen1) gets nothing: no image of this kind is made",
      "13-gen2 (x64Gen2) gets 0.20260717.2542",
      "13-arm64 (arm64Gen2) gets 0.20260717.2542",
    ]);
  });

  it("is none where the draft has it already", () => {
    expect(offerChange(tree({ vmImageVersions: [live, added] }), both, "draft.json").body).toBeNull();
  });

  it("adds to a version what it lacks", () => {
    const half = { ...added, vmImages: added.vmImages.slice(0, 1) };
    expect(offerChange(tree({ vmImageVersions: [live, half] }), both, "draft.json").body).toMatchObject({
      resources: [{ vmImageVersions: [live, added] }],
    });
  });

  it("names what is not live yet", () => {
    expect(missingIn(tree(), both, "live.json")).toHaveLength(2);
    expect(missingIn(tree({ vmImageVersions: [added] }), both, "live.json")).toEqual([]);
  });

  it("names what is live as Azure's users do", () => {
    const half = { ...added, vmImages: added.vmImages.slice(1) };
    expect(liveIn(tree(), both, "live.json")).toEqual([]);
    expect(liveIn(tree({ vmImageVersions: [live, half] }), both, "live.json")).toEqual([
      { image: "debian-13-azure-Arm64", name: "Debian:debian-13:13-arm64:0.20260717.2542" },
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ["another offer", { resources: [] }, /expected an offer of debian-13/],
    ["no JSON", undefined, /^draft.json.*expected an object/],
    ["no tree", { value: [] }, /draft.json: resources: expected/],
    [
      "an offer without the plan",
      { resources: tree().resources.slice(0, 1) },
      /a technical configuration of the plan 13/,
    ],
    ["a plan without the sku", tree({ skus: [] }), /a sku of the plan 13 for x64Gen2; add one in Partner Center/],
  ])("is refused for %s", (_case, draft, message) => {
    expect(() => offerChange(draft, both, "draft.json")).toThrow(message);
  });
});
