import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { imageName } from "../../images/model/image.ts";
import type { Phase } from "../../images/tree/record.ts";
import type { RecordedAtTarget } from "../target.ts";
import { azureFacts } from "./facts.ts";
import { definitionName } from "./model/definition.ts";
import { azureTarget, type AzureTarget } from "./model/target.ts";
import { recordOf } from "../../test/samples/record-samples.ts";
import { day } from "../../test/samples/samples.ts";
import type { Version } from "../../test/peers/azure/galleries.ts";
import { azureRun, published, type AzureRun } from "./provider/azure-world.fixture.ts";

const own = published();
let azure: AzureRun;
beforeEach(async () => {
  azure = await azureRun(own());
  Object.assign(process.env, azure.standIn.environment(azure.subscription.tenant, azure.proxy.url));
});
afterEach(() => azure.end());

const targetIn = (region: string, required = true, changed: Partial<AzureTarget["azure"]> = {}): AzureTarget => {
  const { subscription, tenant, resourceGroup, home, gallery, storageAccount, container } = azure.inputs;
  const place = { subscription, tenant, resourceGroup, home, gallery, storageAccount, container, replicas: 1 };
  return azureTarget({ ...place, communityGallery: "debian_public", ...changed }, region, required);
};

const recorded = (phase: Phase, region = "westeurope", hasFile = true): RecordedAtTarget => {
  const standing = { phase, reason: "", listed: true, days: { made: day("2026-07-17") }, refs: ["an id"] };
  const { image, digest } = azure;
  return { image, hasFile, record: recordOf(image, { digest, targets: { [`azure-${region}`]: standing } }) };
};

const observe = async (target: AzureTarget, ...records: readonly RecordedAtTarget[]) =>
  (await azureFacts.observe([target], "daily", records)).get(target.name);
const findings = async (record: RecordedAtTarget, region = "westeurope") =>
  (await observe(targetIn(region), record))?.observed.damaged.get(imageName(azure.image));
const versionsIn = (gallery: string) => azure.subscription.definition(gallery, definitionName(azure.image))?.versions;

describe("a region of Azure", () => {
  it("is up, and what is as recorded is not damaged", async () => {
    await azure.upload();
    await azure.publish();
    for (const region of ["westeurope", "eastus"])
      expect((await observe(targetIn(region), recorded("current", region)))?.observed).toMatchObject({
        state: "up",
        damaged: new Map(),
      });
  });

  it("says how many images there is room for, each in two galleries", async () => {
    await azure.upload();
    await azure.show();
    expect((await observe(targetIn("westeurope")))?.observed.room).toEqual({
      images: 4999,
      reason: "of the 10000 versions that a subscription holds in a region 2 are there, and an image takes two",
    });
  });

  it("is lost, and not down, where the subscription does not have it any more: it is said, and nothing waits for it", async () => {
    await azure.upload();
    await azure.publish();
    azure.subscription.regions = new Set(["westeurope", "southeastasia"]);
    const found = await observe(targetIn("eastus"), recorded("current", "eastus"));
    expect(found).toMatchObject({ isLost: true, observed: { state: "up", damaged: new Map() } });
    expect(found?.warnings.join()).toMatch(/azure-eastus is given up: the subscription \S+ has no region eastus; /);
  });

  it("is down where the subscription does not have it any more, and it is home: nothing can be done without it", async () => {
    azure.subscription.regions = new Set(["eastus"]);
    const found = await observe(targetIn("westeurope"));
    expect(found?.observed).toMatchObject({
      state: "down",
      reason: expect.stringContaining("has no region westeurope") as unknown,
    });
    expect(found?.isLost).toBeUndefined();
  });

  it("is down where Azure cannot be reached", async () => {
    azure.proxy.trouble(/./, "refused", 99);
    expect((await observe(targetIn("westeurope")))?.observed.state).toBe("down");
  });

  it("is an error where the subscription is another, and no gallery is asked", async () => {
    const other = targetIn("westeurope", true, { subscription: "0a1b2c3d-0000-4000-8000-0000000000ff" });
    await expect(observe(other)).rejects.toThrow(
      /expected a subscription of the tenant whose resource group cloud-images the identity may read/,
    );
    expect(azure.standIn.calls.filter((call) => call.includes("/galleries/"))).toEqual([]);
  });

  it.each([undefined, ""])("is asked with the stack's tenant where the environment names none (%s)", async (tenant) => {
    if (tenant === undefined) delete process.env["AZURE_TENANT_ID"];
    else process.env["AZURE_TENANT_ID"] = tenant;
    Object.assign(process.env, { AZURE_DELETE_CLIENT_ID: "", AZURE_FEDERATED_TOKEN_FILE: "" });
    expect((await observe(targetIn("westeurope")))?.observed.state).toBe("up");
  });

  it("is an error where the identity is of another tenant, and nothing is asked", async () => {
    process.env["AZURE_TENANT_ID"] = "0a1b2c3d-0000-4000-8000-000000000002";
    await expect(observe(targetIn("westeurope"))).rejects.toThrow(/AZURE_TENANT_ID is .*nothing was asked/);
    expect(azure.standIn.calls).toEqual([]);
  });

  it("is left out with a warning where it is best effort and the set-up is wrong", async () => {
    const found = await observe(targetIn("westeurope", false, { gallery: "another" }));
    const galleries = azure.subscription.galleries.get("debian_public");
    if (galleries !== undefined) galleries.properties.softDeletePolicy = { isSoftDeleteEnabled: true };
    expect(found?.observed.state).toBe("up");
    const wrong = await observe(targetIn("westeurope", false));
    expect(wrong?.observed.state).toBe("down");
    expect(wrong?.warnings.join()).toMatch(/soft delete is "on"/);
  });

  it("is an error where images of the other channel are there", async () => {
    await azure.upload();
    await expect(azureFacts.observe([targetIn("westeurope")], "release", [])).rejects.toThrow(
      /expected a subscription without images of another channel than release/,
    );
  });
});

describe("damage", () => {
  beforeEach(async () => {
    await azure.upload();
    await azure.publish();
  });

  it.each<[string, Phase, () => void, string, boolean]>([
    [
      "a private version that is gone",
      "current",
      () => versionsIn("debian")?.clear(),
      "it is missing in the private gallery",
      true,
    ],
    [
      "a public version that is gone",
      "current",
      () => versionsIn("debian_public")?.clear(),
      "it is missing in the community gallery",
      true,
    ],
    ["a hidden image that everybody can start", "hidden", () => undefined, "it is in the community gallery", true],
    [
      "a withdrawn image that everybody can start",
      "withdrawn",
      () => undefined,
      "it is in the community gallery",
      true,
    ],
    [
      "a version of other bytes",
      "current",
      () => {
        for (const { body } of versionsIn("debian_public")?.values() ?? [])
          body.tags = { ...body.tags, debian_digest: "" };
      },
      "the version 0.20260717.2542 is of other bytes",
      false,
    ],
  ])("is %s", async (_case, phase, spoil, finding, repairable) => {
    spoil();
    expect(await findings(recorded(phase))).toEqual({ findings: [finding], repairable });
  });

  it.each<[string, (found: Version) => void, string]>([
    [
      "passes it over",
      ({ body }) => (body.properties.publishingProfile.excludeFromLatest = true),
      "latest passes it over",
    ],
    [
      "leads to a higher version, whoever made it",
      (found) => {
        const { version } = azure.shared;
        const [major, minor, patch] = version.split(".");
        versionsIn("debian_public")?.set(`${major}.${minor}.${Number(patch) + 1}`, {
          ...found,
          body: { ...found.body, tags: {} },
        });
      },
      "latest leads to 0.20260717.2543",
    ],
  ])("is a latest that %s, of the current image alone", async (_case, spoil, finding) => {
    const [found] = versionsIn("debian_public")?.values() ?? [];
    if (found === undefined) throw new Error("it is shown");
    spoil(found);
    expect(await findings(recorded("current"))).toEqual({ findings: [finding], repairable: true });
    expect(await findings(recorded("superseded"))).toBeUndefined();
  });

  it("is a region that the version was taken from", async () => {
    await azure.show({ shown: { westeurope: true, eastus: false, southeastasia: true } });
    expect(await findings(recorded("current", "eastus"), "eastus")).toEqual({
      findings: ["it is not copied to eastus"],
      repairable: true,
    });
  });
});
