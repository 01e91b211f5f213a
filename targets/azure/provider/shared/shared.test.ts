import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { azureRun, published, sharedUrn, yearsAhead, type AzureRun } from "../azure-world.fixture.ts";
import { definitionName } from "../../model/definition.ts";
import type { ImageRecord, SetRecord } from "../../../../images/tree/record.ts";
import { readSet, writeSet } from "../../../../storage/tree/records.ts";
import type { VersionBody } from "../../../../test/peers/azure/galleries.ts";

const own = published();
let azure: AzureRun;
beforeEach(async () => {
  azure = await azureRun(own());
  await azure.upload();
});
afterEach(() => azure.end());

const publicVersion = () =>
  azure.subscription.definition("debian_public", definitionName(azure.image))?.versions.get(azure.shared.version);
const profile = (): VersionBody["properties"]["publishingProfile"] | undefined =>
  publicVersion()?.body.properties.publishingProfile;
const puts = (): number => azure.proxy.count(/^PUT .*debian_public/);
const impatient = { looks: 15 };

describe("a version in the community gallery", () => {
  it("is in the required regions first, and latest passes it over: it is led to it when every place shows the image", async () => {
    const { publicId, regions } = await azure.show();
    expect(regions).toEqual({
      westeurope: "passed",
      eastus: "passed",
      southeastasia: "later: it is copied there once latest leads to it in the required regions",
    });
    expect(publicId).toMatch(/^\/CommunityGalleries\/debian-[0-9a-f-]+\/Images\/.+\/Versions\/0\.20260717\.2542$/);
    expect(profile()?.excludeFromLatest).toBe(true);
    expect(profile()?.targetRegions.map(({ excludeFromLatest }) => excludeFromLatest)).toEqual([true, true]);
  });

  it("is in the regions that latest waits for first, though no failure there stops the run", async () => {
    const { regions } = await azure.show({ required: [], first: ["westeurope", "eastus"] });
    expect(regions).toMatchObject({ westeurope: "passed", eastus: "passed" });
  });

  it("is in every other region once latest leads to it, which nothing moves there before", async () => {
    const { version } = azure.shared;
    await azure.show();
    await azure.lead(azure.leading({ westeurope: version, eastus: version }));
    expect((await azure.show()).regions).toEqual({ westeurope: "passed", eastus: "passed", southeastasia: "passed" });
    expect(profile()?.excludeFromLatest).toBe(false);
    expect(profile()?.targetRegions.map(({ excludeFromLatest }) => excludeFromLatest)).toEqual([false, false, true]);
  });

  it("is in every region at once where a newer one took its place before latest led to it", async () => {
    const phases = { westeurope: "superseded", eastus: "superseded", southeastasia: "current" } as const;
    expect((await azure.show({ phases })).regions).toEqual({
      westeurope: "passed",
      eastus: "passed",
      southeastasia: "passed",
    });
    expect(profile()?.excludeFromLatest).toBe(true);
  });

  it("that is not yet in a required region is waited for by the next run, which asks for nothing anew", async () => {
    azure.subscription.pace.slow.add("eastus");
    const patient = azure;
    azure = await slowRun(azure);
    const late = await azure.show();
    expect(late.regions["eastus"]).toMatch(/^broken: not yet in eastus .*; the next run continues$/);
    const before = puts();
    expect((await azure.show()).regions["eastus"]).toMatch(/^broken: not yet/);
    expect(puts()).toBe(before);
    publicVersion()?.copying.set("eastus", 1);
    azure.subscription.pace.slow.clear();
    azure = patient;
    expect((await azure.show()).regions).toMatchObject({ westeurope: "passed", eastus: "passed" });
  });

  it("is shown in the required regions, and latest leads to it, while another one takes a day (Azure/azure-cli#16632)", async () => {
    azure.subscription.pace.slow.add("southeastasia");
    azure = await slowRun(azure, { looks: 40 });
    const { regions } = await azure.publish();
    expect(regions).toMatchObject({ westeurope: "passed", eastus: "passed" });
    expect(regions["southeastasia"]).toMatch(/^broken: not yet in southeastasia/);
    expect(profile()?.excludeFromLatest).toBe(false);
  });

  it("has as many copies in each region as the stack says, and the guard that it says, when these change", async () => {
    const guardedUntil = yearsAhead();
    await azure.show();
    await azure.show({ replicas: 3, guardedUntil });
    expect(profile()?.targetRegions.map(({ regionalReplicaCount }) => regionalReplicaCount)).toEqual([3, 3]);
    expect(profile()?.endOfLifeDate).toBe(guardedUntil);
    const before = puts();
    await azure.show({ replicas: 3, guardedUntil });
    expect(puts()).toBe(before);
  });

  it("has in each region what the stack says, also where somebody changed one", async () => {
    await azure.show();
    const [, changed] = profile()?.targetRegions ?? [];
    Object.assign(changed ?? {}, { regionalReplicaCount: 9 });
    await azure.show();
    expect(profile()?.targetRegions.map(({ regionalReplicaCount }) => regionalReplicaCount)).not.toContain(9);
  });

  it("is in the home region too where it is shown in another alone: else nobody finds it (cluster-api-provider-azure#5348)", async () => {
    const { regions } = await azure.show({
      required: ["eastus"],
      shown: { westeurope: false, eastus: true, southeastasia: false },
    });
    expect(regions["eastus"]).toBe("passed");
    expect(profile()?.targetRegions.map(({ name }) => name)).toEqual(["westeurope", "eastus"]);
  });

  it("is passed in no region where others do not find it (cluster-api-provider-azure#5348)", async () => {
    azure.subscription.pace.unfound = 99;
    const { regions } = await (await slowRun(azure)).show();
    for (const region of ["westeurope", "eastus"])
      expect(regions[region]).toMatch(`broken: 0.20260717.2542 is not yet seen by others in ${region}`);
    azure.subscription.pace.unfound = 0;
    expect((await azure.show()).regions).toMatchObject({ westeurope: "passed", eastus: "passed" });
  });

  it("is shown, and not read back, where the subscription is not registered to look into community galleries", async () => {
    azure.subscription.isRegistered = false;
    expect((await azure.show()).regions).toMatchObject({ westeurope: "passed", eastus: "passed" });
    expect(publicVersion()).toBeDefined();
  });

  it.each(["refused", "cut off", "reply lost", "failed after"] as const)(
    "is shown, and hidden, by the next run after calls that are %s",
    async (fault) => {
      for (const shown of [azure.shared.shown, nowhere]) {
        azure.proxy.trouble(/^(PUT|DELETE) /, fault, 3);
        await azure.show({ shown }).catch(() => undefined);
        azure.proxy.calm();
        const isShown = shown !== nowhere;
        expect((await azure.show({ shown })).regions).toMatchObject({ westeurope: "passed", eastus: "passed" });
        expect(await azure.outsider()).toEqual({ listed: isShown, startable: isShown });
      }
    },
  );

  it("that Azure failed to make is deleted and made again (hashicorp/packer-plugin-azure#183), although one made at once goes with the old one (siderolabs/talos#10035)", async () => {
    azure.subscription.pace.fails = 1;
    expect((await azure.show()).regions).toMatchObject({ westeurope: "passed", eastus: "passed" });
  });

  it("stays where it is, and latest leads to it, while Azure is asked once more for a change of it that failed", async () => {
    await azure.publish();
    const before = structuredClone(profile());
    Object.assign(publicVersion() ?? {}, { state: "Failed" });
    expect((await azure.show()).regions).toEqual({ westeurope: "passed", eastus: "passed", southeastasia: "passed" });
    expect(publicVersion()?.state).toBe("Succeeded");
    expect(profile()).toEqual(before);
  });

  it("that fails again is an error that names it", async () => {
    azure.subscription.pace.fails = 2;
    await expect(azure.show()).rejects.toThrow(/0\.20260717\.2542 is "Failed": expected to be made/);
  });

  it("leaves a region that it is no longer shown in", async () => {
    await azure.publish();
    await azure.show({ shown: { westeurope: true, eastus: false, southeastasia: true } });
    expect(profile()?.targetRegions.map(({ name }) => name)).toEqual(["westeurope", "southeastasia"]);
  });

  it("that Azure guards goes when it is withdrawn: its guard first", async () => {
    const guard = { guardedUntil: yearsAhead() };
    await azure.show(guard);
    expect(publicVersion()?.body.properties.safetyProfile?.blockDeletionBeforeEndOfLife).toBe(true);
    const { publicId, regions } = await azure.show({ ...guard, shown: nowhere });
    expect(publicId).toBeNull();
    expect(Object.values(regions)).toEqual(["passed", "passed", "passed"]);
    expect(publicVersion()).toBeUndefined();
  });

  it("whose guard has ended with its suite is hidden: Azure takes no change of it any more", async () => {
    await azure.show({ guardedUntil: yearsAhead() });
    const past = "2026-07-01T00:00:00.000Z";
    Object.assign(profile() ?? {}, { endOfLifeDate: past });
    expect((await azure.show({ guardedUntil: past, shown: nowhere })).publicId).toBeNull();
    expect(publicVersion()).toBeUndefined();
  });

  const nowhere = { westeurope: false, eastus: false, southeastasia: false };

  it("that machines are being started from is hidden when Azure lets go of it (coreos/fedora-coreos-tracker#1444)", async () => {
    await azure.publish();
    azure.subscription.pace.inUse = 3;
    expect(Object.values((await azure.show({ shown: nowhere })).regions)).toEqual(["passed", "passed", "passed"]);
    expect(publicVersion()).toBeUndefined();
  });

  it("that Azure does not let go of is hidden by a later run, and this one says so", async () => {
    await azure.show();
    azure.subscription.pace.inUse = 99;
    const { regions } = await (await slowRun(azure)).show({ shown: nowhere });
    expect(regions["westeurope"]).toMatch(
      /^broken: 0\.20260717\.2542 is in use \(OperationNotAllowed\); the next run continues$/,
    );
    azure.subscription.pace.inUse = 0;
    await azure.show({ shown: nowhere });
    expect(publicVersion()).toBeUndefined();
  });

  it("keeps its public name when an update fails: machines can still be started from it", async () => {
    const outputs = await azure.show({ required: [] });
    azure.proxy.trouble(/./, "unavailable", 99);
    const provider = await azure.provider();
    const failed = await provider.update(sharedUrn, { ...outputs }, { ...azure.shared, required: [], replicas: 2 });
    expect(failed["publicId"]).toBe(outputs.publicId);
    expect(Object.values(failed["regions"] ?? {})).toEqual(Array(3).fill(expect.stringMatching(/^broken: /)));
  });

  it.each<[string, (set: SetRecord) => SetRecord]>([
    ["whose record says that it is shown", (set) => ({ ...set, images: set.images.map(shownAtHome) })],
    ["whose record is lost", (set) => ({ ...set, images: [] })],
  ])("%s is not taken from anybody: its deletion needs a tombstone", async (_which, recorded) => {
    const { world, image } = own();
    const outputs = await azure.show();
    const set = await readSet(world, image);
    if (set === undefined) throw new Error("the image is published");
    await writeSet(world, recorded(set));
    const provider = await azure.provider();
    await expect(provider.delete(sharedUrn, { ...outputs })).rejects.toThrow(/expected a tombstone/);
    expect(await azure.outsider()).toEqual({ listed: true, startable: true });
    await writeSet(world, set);
  });

  it("that a killed run showed, and no record tells of, is hidden where the plan shows it to nobody", async () => {
    const outputs = await azure.show();
    await (await azure.provider()).delete(sharedUrn, { ...outputs });
    expect(publicVersion()).toBeUndefined();
  });
});

/** As it is in the tree, where it is current. */
function shownAtHome(image: ImageRecord): ImageRecord {
  const { mirror } = image.targets;
  if (mirror?.days.shown === undefined) throw new Error("the image is shown in the tree");
  return { ...image, targets: { mirror, "azure-westeurope": { ...mirror, refs: [] } } };
}

describe("a region that the subscription lost, and an identity that may not ask which there are,", () => {
  const left = { westeurope: "passed", southeastasia: "passed" };
  const lost = expect.stringMatching(/^broken: the subscription \S+ has no region eastus$/) as unknown;
  const lose = (...there: string[]): void => {
    azure.subscription.lacks.add("Microsoft.Resources/subscriptions/locations/read");
    azure.subscription.regions = new Set(there);
  };

  it("keeps no other region from showing an image: it is said", async () => {
    lose("westeurope", "southeastasia");
    const { regions } = await azure.show({
      required: ["westeurope", "eastus"],
      first: Object.keys(azure.shared.shown),
    });
    expect(regions).toEqual({ ...left, eastus: lost });
    expect(azure.said.join()).toContain("has no region eastus; the run continues without it");
  });

  it("keeps no change of a version from being made that is there", async () => {
    await azure.publish();
    lose("westeurope", "southeastasia");
    expect((await azure.show({ replicas: 2 })).regions).toEqual({ ...left, eastus: lost });
    expect(profile()?.targetRegions.map(({ regionalReplicaCount: count }) => count)).toEqual([2, 2]);
  });

  it("keeps no withdrawal of a guarded version back, nor its deletion", async () => {
    for (const end of ["withdrawal", "deletion"]) {
      const guard = { guardedUntil: yearsAhead() };
      azure.subscription.regions = new Set(["westeurope", "eastus", "southeastasia"]);
      const outputs = await azure.show(guard);
      lose("westeurope", "southeastasia");
      if (end === "withdrawal") {
        const shown = { westeurope: false, eastus: false, southeastasia: false };
        expect(Object.values((await azure.show({ ...guard, shown })).regions)).toEqual(Array(3).fill("passed"));
      } else await (await azure.provider()).delete(sharedUrn, { ...outputs });
      expect(publicVersion()).toBeUndefined();
    }
  });

  it("is an error where it is home", async () => {
    lose("eastus");
    await expect(azure.show()).rejects.toThrow(/provided location 'westeurope' is not available/);
  });
});

describe("nothing is shown", () => {
  it.each<[string, () => void, RegExp]>([
    [
      "where the gallery keeps deleted versions",
      () => {
        galleryOf("debian_public").properties.softDeletePolicy = { isSoftDeleteEnabled: true };
      },
      /soft delete is "on": expected off/,
    ],
    [
      "where the gallery is not shared yet",
      () => {
        galleryOf("debian_public").properties = { sharingProfile: { permissions: "Private" } };
      },
      /sharing is "Private": expected Community/,
    ],
    [
      "where the gallery has no public name yet, because Azure is still sharing it",
      () => {
        galleryOf("debian_public").properties = { sharingProfile: { permissions: "Community" } };
      },
      /sharing is "Community": expected Community, enabled, with one public name/,
    ],
    [
      "where the private version is gone",
      () => azure.subscription.definition("debian", definitionName(azure.image))?.versions.clear(),
      /expected the whole private version/,
    ],
  ])("%s", async (_case, spoil, message) => {
    spoil();
    await expect(azure.show()).rejects.toThrow(message);
    expect(puts()).toBe(0);
  });

  it("under the number of a version that is not ours; it is left alone", async () => {
    await azure.show();
    Object.assign(publicVersion()?.body ?? {}, { tags: {} });
    await expect(azure.show()).rejects.toThrow(/see who made it, and delete it; it was not touched/);
    expect(publicVersion()).toBeDefined();
  });
});

const galleryOf = (name: string) => {
  const gallery = azure.subscription.galleries.get(name);
  if (gallery === undefined) throw new Error(`no gallery ${name}`);
  return gallery;
};

/** The same Azure, asked by runs that do not wait long. */
const slowRun = async (behind: AzureRun, changed = impatient): Promise<AzureRun> => azureRun(own(), changed, behind);
