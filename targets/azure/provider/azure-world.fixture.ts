import { afterAll, beforeAll } from "vitest";
import { imageName, type Image } from "../../../images/model/image.ts";
import { azureVersion } from "../../../images/model/version.ts";
import { dailyOf, first, makeWorld, publish, urnOf, type World } from "../../../provider/mirror/world.fixture.ts";
import { azureDriver, limits, type AzureBehind, type PublishedInWorld } from "../../../test/targets/azure-driver.ts";
import type { Limits } from "../../../clients/azure/limits.ts";
import { definitionName } from "../model/definition.ts";
import {
  azureImageOutputs,
  azureTypes,
  sharedVersionOutputs,
  type AzureImageInputs,
  type AzureImageOutputs,
  type SharedVersionInputs,
  type SharedVersionOutputs,
} from "../model/resources.ts";

/** A published image, and an Azure for each test. */

export const imageUrn = urnOf(azureTypes.image);
export const sharedUrn = urnOf(azureTypes.sharedVersion);

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
  return {
    ...driver,
    inputs,
    shared,
    upload: async (changes = {}) =>
      azureImageOutputs.parse((await (await driver.provider()).create(imageUrn, { ...inputs, ...changes })).outputs),
    show: async (changes = {}) =>
      sharedVersionOutputs.parse(
        (await (await driver.provider()).create(sharedUrn, { ...shared, ...changes })).outputs,
      ),
  };
}

/** A time that is always ahead. */
export const yearsAhead = (): string => new Date(Date.now() + 400 * 86_400_000).toISOString();
