import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { definitionName } from "../../model/definition.ts";
import type { AzureLatestInputs, AzureLatestOutputs } from "../../model/resources.ts";
import { azureLatestOutputs } from "../../model/resources.ts";
import { azureRun, latestUrn, published, type AzureRun } from "../azure-world.fixture.ts";
import type { Version } from "../../../../test/peers/azure/galleries.ts";
import { isCopiedTo } from "../../../../test/peers/azure/time.ts";

const own = published();
const older = "0.20260716.2541";
const newer = "0.20260718.2543";
let azure: AzureRun;
/** The version that is shown. */
let version: string;

beforeEach(async () => {
  azure = await azureRun(own());
  ({ version } = azure.shared);
  await azure.upload();
  await azure.show();
});
afterEach(() => azure.end());

const versions = (): Map<string, Version> => {
  const found = azure.subscription.definition("debian_public", definitionName(azure.image));
  if (found === undefined) throw new Error("no definition");
  return found.versions;
};

/** Another version of ours, which `latest` may lead to everywhere. */
function put(name: string, tags: Record<string, string> = { debian_image: name, debian_digest: name }): Version {
  const like = versions().get(version);
  if (like === undefined) throw new Error("it is shown");
  const made = structuredClone(like);
  const { publishingProfile } = made.body.properties;
  made.body.tags = tags;
  publishingProfile.excludeFromLatest = false;
  for (const region of publishingProfile.targetRegions) region.excludeFromLatest = false;
  versions().set(name, made);
  return made;
}

/** What a stranger's `latest` is in a region. */
function latestIn(region: string): string | undefined {
  const found = [...versions()].filter(([, each]) => {
    const { excludeFromLatest, targetRegions } = each.body.properties.publishingProfile;
    const isExcluded = targetRegions.find(({ name }) => name === region)?.excludeFromLatest !== false;
    return excludeFromLatest !== true && !isExcluded && isCopiedTo(each, region);
  });
  return found
    .map(([name]) => name)
    .toSorted()
    .at(-1);
}

const everywhere = (): Record<string, string> => ({ westeurope: version, eastus: version });
/** By version, in their order. */
const puts = (): string[] =>
  azure.standIn.calls.flatMap((call) => /^PUT .*debian_public.*\/versions\/([^/?]+)/.exec(call)?.[1] ?? []);
const changesFrom = async (olds: AzureLatestOutputs, news: AzureLatestInputs): Promise<readonly string[]> =>
  (await (await azure.provider()).diff(latestUrn, { ...olds }, { ...news })).changes;

describe("latest", () => {
  beforeEach(() => {
    azure.standIn.calls.length = 0;
  });

  it("leads to the version in every region; an older one keeps its flags, to be the next", async () => {
    put(older);
    expect(latestIn("eastus")).toBe(older);
    expect(await azure.lead(azure.leading(everywhere()))).toMatchObject({ result: "passed" });
    expect([latestIn("westeurope"), latestIn("eastus")]).toEqual([version, version]);
    expect(puts()).toEqual([version]);
    versions().delete(version);
    expect(latestIn("eastus")).toBe(older);
  });

  it("leads backwards, where the higher version goes: the older one joins before the higher one leaves", async () => {
    put(newer);
    await azure.lead(azure.leading(everywhere()));
    expect([latestIn("westeurope"), latestIn("eastus")]).toEqual([version, version]);
    expect(puts()).toEqual([version, newer]);
  });

  it("leads elsewhere in one region, where that one is behind", async () => {
    put(newer);
    await azure.lead(azure.leading({ westeurope: newer, eastus: version }));
    expect([latestIn("westeurope"), latestIn("eastus")]).toEqual([newer, version]);
  });

  it("that leads where it should, as one that an earlier version of the program led, is left alone", async () => {
    put(older);
    versions().set(version, put(newer));
    versions().delete(newer);
    expect(await azure.lead(azure.leading(everywhere()))).toMatchObject({ result: "passed" });
    expect(puts()).toEqual([]);
  });

  it("is moved by a change of its flags alone: all else of the version stays", async () => {
    const before = structuredClone(versions().get(version)?.body);
    await azure.lead(azure.leading(everywhere()));
    const after = versions().get(version)?.body;
    if (before === undefined || after === undefined) throw new Error("it is shown");
    for (const { properties } of [before, after]) {
      properties.publishingProfile.excludeFromLatest = false;
      for (const region of properties.publishingProfile.targetRegions) region.excludeFromLatest = false;
    }
    expect(after).toEqual(before);
  });

  it.each<[string, () => void, string]>([
    ["gone", () => void versions().delete(version), "expected a version that everybody can start there"],
    ["not yet in one of its regions", () => void versions().get(version)?.copying.set("eastus", 9), "not in eastus"],
  ])("never leads to a version that is %s", async (_is, spoil, value) => {
    put(older);
    spoil();
    await expect(azure.lead(azure.leading(everywhere()))).rejects.toThrow(value);
    expect(latestIn("westeurope")).toBe(older);
  });

  it("with a higher version of somebody else's is an error that names it, and both are left alone", async () => {
    put(newer, {});
    await expect(azure.lead(azure.leading(everywhere()))).rejects.toThrow(/is "0\.20260718\.2543": .*exclude 0/);
    expect(puts()).toEqual([]);
  });

  it("stays where it is without a version, and its state too", async () => {
    const before = await azure.lead(azure.leading(everywhere()));
    const nowhere = azure.leading({ westeurope: null, eastus: null });
    expect(await changesFrom(before, nowhere)).toEqual([]);
    expect(await (await azure.provider()).update(latestUrn, { ...before }, { ...nowhere })).toEqual(before);
    expect(puts()).toEqual([version]);
  });

  it("stays where Azure is down, and the next run leads it", async () => {
    const down = await azure.lead(azure.leading(everywhere(), { down: "503" }));
    expect(down).toMatchObject({
      result: "broken: the cloud is down (503)",
      definitions: { [azure.shared.definition]: { versions: { westeurope: null, eastus: null } } },
    });
    expect(azure.standIn.calls).toEqual([]);
    expect(await changesFrom(down, azure.leading(everywhere()))).toEqual(["definitions"]);
  });

  it("that Azure is too busy to move is moved by the next run, and this one says so (Azure/azure-cli#16632)", async () => {
    const found = versions().get(version);
    if (found === undefined) throw new Error("it is shown");
    Object.assign(found, { state: "Updating" });
    found.copying.set("southeastasia", Number.POSITIVE_INFINITY);
    const late = await (await azureRun(own(), { looks: 5 }, azure)).lead(azure.leading(everywhere()));
    expect(late.result).toMatch(/^broken: latest is being led to 0\.20260717\.2542; the next run continues$/);
    expect(await changesFrom(late, azure.leading(everywhere()))).toEqual(["definitions"]);
    found.copying.delete("southeastasia");
    await azure.lead(azure.leading(everywhere()));
    expect(latestIn("eastus")).toBe(version);
  });

  it("is due only where its version is another, or somebody changed it", async () => {
    const settled = await azure.lead(azure.leading(everywhere()));
    expect(await changesFrom(settled, azure.leading(everywhere()))).toEqual([]);
    expect(await changesFrom(settled, azure.leading({ ...everywhere(), eastus: newer }))).toEqual(["definitions"]);
    const repair = { definitions: { [azure.shared.definition]: { versions: everywhere(), repair: ["passed over"] } } };
    expect(await changesFrom(settled, azure.leading(everywhere(), repair))).toEqual(["definitions"]);
  });

  it("is seen to lead elsewhere, and put right", async () => {
    const settled = await azure.lead(azure.leading(everywhere()));
    put(newer);
    const provider = await azure.provider();
    const read = await provider.read(latestUrn, { id: "x", outputs: { ...settled }, inputs: {} });
    const found = azureLatestOutputs.parse(read?.outputs);
    const { definition } = azure.shared;
    expect(found.result).toBe(
      `drifted: ${definition} leads to ${newer} in westeurope; ${definition} leads to ${newer} in eastus`,
    );
    expect(await changesFrom(found, azure.leading(everywhere()))).toEqual(["definitions"]);
    await provider.update(latestUrn, { ...found }, { ...azure.leading(everywhere()) });
    expect(latestIn("eastus")).toBe(version);
  });

  it.each(["refused", "cut off", "reply lost", "failed after"] as const)(
    "is led by the next run after calls that are %s",
    async (fault) => {
      put(newer);
      azure.proxy.trouble(/^PUT /, fault, 3);
      await azure.lead(azure.leading(everywhere())).catch(() => undefined);
      azure.proxy.calm();
      await azure.lead(azure.leading(everywhere()));
      expect([latestIn("westeurope"), latestIn("eastus")]).toEqual([version, version]);
    },
  );

  it("is led in every other region where the subscription lost one: the versions that move leave that", async () => {
    put(newer);
    azure.subscription.regions = new Set(["westeurope", "southeastasia"]);
    expect(await azure.lead(azure.leading({ westeurope: version }))).toMatchObject({ result: "passed" });
    expect(latestIn("westeurope")).toBe(version);
    expect(azure.said.join()).toContain("has no region eastus; the run continues without it");
  });

  it("keeps what it leads to when its resource goes", async () => {
    const settled = await azure.lead(azure.leading(everywhere()));
    await (await azure.provider()).delete(latestUrn, { ...settled });
    expect(latestIn("eastus")).toBe(version);
  });
});
