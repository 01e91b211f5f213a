import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { azureRun, imageUrn, published, type AzureRun } from "../azure-world.fixture.ts";
import { definitionName } from "../../model/definition.ts";
import { rangesOf } from "../../../../test/peers/azure/blobs.ts";

const own = published();
let azure: AzureRun;
beforeEach(async () => {
  azure = await azureRun(own());
});
afterEach(() => azure.end());

const page = /^PUT .*comp=page$/;
const blobName = (): string => `${azure.inputs.image}.vhd`;
const definition = () => {
  const found = azure.subscription.definition("debian", definitionName(azure.image));
  if (found === undefined) throw new Error("no definition");
  return found;
};

describe("an image in the private gallery", () => {
  it("is made from a whole VHD of which no zeros were sent", async () => {
    expect(await azure.upload()).toMatchObject({ state: "passed" });
    expect(await azure.owned()).toEqual([{ ref: expect.any(String) as string, whole: true }]);
    const stored = azure.subscription.blobs.blobs.get(blobName());
    const kept = stored === undefined ? [] : rangesOf(stored);
    const used = kept.reduce((sum, { start, end }) => sum + end - start + 1, 0);
    expect(azure.subscription.blobs.written).toBe(used);
    expect(used).toBeLessThan(stored?.size ?? 0);
  });

  it("that was cut off is gone on with: nothing is sent twice", async () => {
    azure.proxy.trouble(page, "unavailable", 1);
    await expect((await azureRun(own(), { tries: 1 }, azure)).upload()).rejects.toThrow(/503/);
    await azure.upload();
    const stored = azure.subscription.blobs.blobs.get(blobName());
    const kept = stored === undefined ? [] : rangesOf(stored);
    expect(azure.subscription.blobs.written).toBe(kept.reduce((sum, { start, end }) => sum + end - start + 1, 0));
  });

  it("is asked for again by nobody while Azure makes it", async () => {
    azure.subscription.pace.slow.add("westeurope");
    const late = await (await azureRun(own(), { looks: 8 }, azure)).upload();
    expect(late.state).toMatch(/^broken: .* is Creating.*; the next run continues$/);
    const sent = await azure.count();
    await (await azureRun(own(), { looks: 8 }, azure)).upload();
    expect(await azure.count()).toEqual(sent);
    definition().versions.get(azure.inputs.version)?.copying.set("westeurope", 1);
    expect(await azure.upload()).toMatchObject({ state: "passed" });
    expect(await azure.count()).toEqual(sent);
  });

  it("that Azure failed to make is deleted and made again (hashicorp/packer-plugin-azure#183)", async () => {
    azure.subscription.pace.fails = 1;
    expect(await azure.upload()).toMatchObject({ state: "passed" });
  });

  it("of a best-effort target does not stop the run when it fails", async () => {
    azure.subscription.pace.fails = 2;
    expect((await azure.upload({ required: false })).state).toMatch(/^broken: .*expected to be made/);
  });

  it("is made where a call fails once and then succeeds", async () => {
    azure.proxy.trouble(/^GET .*\/galleries\/debian\?/, "unavailable", 1);
    expect(await azure.upload()).toMatchObject({ state: "passed" });
  });

  it("is not made again by a repeated run", async () => {
    await azure.upload();
    const before = await azure.count();
    await azure.upload();
    expect(await azure.count()).toEqual(before);
  });

  it("is made by a later run where the storage account forbids its keys, and Azure needs them; this one says what to do", async () => {
    azure.subscription.readsBlobs = false;
    await expect(azure.upload()).rejects.toThrow(/KeyBasedAuthenticationNotPermitted.*allow shared keys/);
    azure.subscription.readsBlobs = true;
    expect((await azure.upload()).state).toBe("passed");
  });

  it("that vanished in the middle is found missing by a refresh", async () => {
    const outputs = { ...(await azure.upload()) };
    definition().versions.clear();
    const provider = await azure.provider();
    const state = { id: "", outputs, inputs: outputs };
    expect(await provider.read(imageUrn, state)).toBeUndefined();
  });
});

describe("nothing is uploaded", () => {
  it.each<[string, () => void, RegExp]>([
    [
      "to a container that strangers read",
      () => {
        azure.subscription.blobs.access = "blob";
      },
      /public access is "blob": expected none/,
    ],
    [
      "for a gallery that others see",
      () => {
        Object.assign(azure.subscription.galleries.get("debian") ?? {}, {
          properties: { sharingProfile: { permissions: "Community" } },
        });
      },
      /sharing is "Community": expected Private/,
    ],
    [
      "for a definition that starts images in another way",
      () => {
        definition().properties["hyperVGeneration"] = "V1";
      },
      /hyperVGeneration is "V1": expected V2/,
    ],
    [
      "for a definition without NVMe",
      () => {
        definition().properties["features"] = [];
      },
      /features: expected SecurityType=TrustedLaunchSupported; DiskControllerTypes=SCSI, NVMe/,
    ],
    [
      "without a definition",
      () => azure.subscription.galleries.get("debian")?.definitions.clear(),
      /expected an image definition/,
    ],
  ])("%s", async (_case, spoil, message) => {
    spoil();
    await expect(azure.upload()).rejects.toThrow(message);
    expect(await azure.count()).toEqual({ uploads: 0, changes: 0 });
  });

  it("over a blob of other bytes; it is left alone", async () => {
    azure.subscription.blobs.blobs.set(blobName(), { size: 1024, metadata: new Map(), pages: new Map() });
    await expect(azure.upload()).rejects.toThrow(/expected the debian_digest .*; see who made the blob/);
    expect(await azure.count()).toMatchObject({ uploads: 0 });
  });
});
