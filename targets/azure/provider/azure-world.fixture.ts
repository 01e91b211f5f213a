import { afterAll, beforeAll } from "vitest";
import { imageName, type Image } from "../../../images/model/image.ts";
import { azureVersion } from "../../../images/model/version.ts";
import { dailyOf, first, makeWorld, publish, urnOf, type World } from "../../../provider/mirror/world.fixture.ts";
import { azureDriver, limits, type AzureBehind, type PublishedInWorld } from "../../../test/targets/azure-driver.ts";
import type { Limits } from "../../../clients/azure/limits.ts";
import { definitionName } from "../model/definition.ts";
import {
  azureImageOutputs,
  azureLatestOutputs,
  azureTypes,
  sharedVersionOutputs,
  type AzureImageInputs,
  type AzureImageOutputs,
  type AzureLatestInputs,
  type AzureLatestOutputs,
  type SharedVersionInputs,
  type SharedVersionOutputs,
} from "../model/resources.ts";

/** A published image, and an Azure for each test. */

export const imageUrn = urnOf(azureTypes.image);
export const sharedUrn = urnOf(azureTypes.sharedVersion);
export const latestUrn = urnOf(azureTypes.latest);

/** Published once for all tests of a file. */
export function published(image: Image = dailyOf(first)): () => PublishedInWorld {
  let found: PublishedInWorld | undefined;
  let world: World | undefined;
  beforeAll(async () => {
    world = await makeWorld();
    const { build } = await publish(world, image);
    found = { world, image, digest: build.digest };
  });
  afterAll(() => world?.end());
  return () => {
    if (found === undefined) throw new Error("not published yet");
    return found;
  };
}

export interface AzureRun extends AzureBehind {
  inputs: AzureImageInputs;
  shared: SharedVersionInputs;
  upload(inputs?: Partial<AzureImageInputs>): Promise<AzureImageOutputs>;
  show(inputs?: Partial<SharedVersionInputs>): Promise<SharedVersionOutputs>;
  /** Leads `latest` to these versions, by region. */
  leading(versions: Record<string, string | null>, changes?: Partial<AzureLatestInputs>): AzureLatestInputs;
  lead(inputs: AzureLatestInputs): Promise<AzureLatestOutputs>;
  /** Everything that shows it: the required regions, `latest`, and then the other regions. */
  publish(): Promise<SharedVersionOutputs>;
}

/**
 * Each operation runs in a process of its own, which knows nothing of the ones before.
 *
 * @param behind an Azure that is there already
 */
export async function azureRun(
  own: PublishedInWorld,
  changed: Partial<Limits> = {},
  behind?: AzureBehind,
): Promise<AzureRun> {
  const driver = await azureDriver(own, { ...limits, ...changed }, behind);
  const { subscription } = driver;
  const place = {
    tenant: subscription.tenant,
    subscription: subscription.id,
    resourceGroup: subscription.resourceGroup,
    home: subscription.home,
    image: imageName(own.image),
    digest: own.digest,
    definition: definitionName(own.image),
    version: azureVersion(own.image.version),
    gallery: "debian",
  };
  const inputs: AzureImageInputs = {
    ...place,
    storageAccount: subscription.storageAccount,
    container: subscription.container,
    targets: ["azure-westeurope"],
    required: true,
    outcome: "passed",
  };
  const shared: SharedVersionInputs = {
    ...place,
    communityGallery: "debian_public",
    required: ["westeurope", "eastus"],
    phases: { westeurope: "current", eastus: "current", southeastasia: "current" },
    shown: { westeurope: true, eastus: true, southeastasia: true },
    guardedUntil: null,
    replicas: 1,
  };
  const { version, definition, tenant, subscription: id, resourceGroup, home } = place;
  const account = { tenant, subscription: id, resourceGroup, home };
  const { communityGallery } = shared;
  const leading: AzureRun["leading"] = (versions, changes = {}) => ({
    ...account,
    communityGallery,
    required: true,
    definitions: { [definition]: { versions } },
    ...changes,
  });
  const lead: AzureRun["lead"] = async (latest) =>
    azureLatestOutputs.parse((await (await driver.provider()).create(latestUrn, { ...latest })).outputs);
  const show: AzureRun["show"] = async (changes = {}) =>
    sharedVersionOutputs.parse((await (await driver.provider()).create(sharedUrn, { ...shared, ...changes })).outputs);
  return {
    ...driver,
    inputs,
    shared,
    leading,
    lead,
    show,
    async publish() {
      await show();
      await lead(leading({ westeurope: version, eastus: version }));
      const outputs = await show();
      const ready = Object.entries(outputs.regions).flatMap(([region, result]) =>
        result === "passed" ? [[region, version] as const] : [],
      );
      await lead(leading(Object.fromEntries(ready)));
      return outputs;
    },
    upload: async (changes = {}) =>
      azureImageOutputs.parse((await (await driver.provider()).create(imageUrn, { ...inputs, ...changes })).outputs),
  };
}

/** A time that is always ahead. */
export const yearsAhead = (): string => new Date(Date.now() + 400 * 86_400_000).toISOString();
