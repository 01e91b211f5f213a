import { open, stat } from "node:fs/promises";
import path from "node:path";
import { randomFillSync } from "node:crypto";
import { createProvider } from "../../../../provider/index.ts";
import { imageName } from "../../../../images/model/image.ts";
import { azureVersion } from "../../../../images/model/version.ts";
import { definitionName, galleryDefinition } from "../../../../targets/azure/model/definition.ts";
import { azureTypes, type AzureImageInputs } from "../../../../targets/azure/model/resources.ts";
import { Sessions, shareSessions } from "../../../../targets/azure/provider/sessions.ts";
import { Subscription } from "../../../peers/azure/account.ts";
import { AzureStandIn } from "../../../peers/azure/stand-in.ts";
import { imagesOf, stageDisk, type DiskImage } from "../../../worlds/glance.ts";
import type { Bench, Measurement } from "../../bench.ts";
import { inFolder } from "../../folder.ts";
import { secondsOf } from "../../measure.ts";

const MiB = 1 << 20;

/** The lengths of a disk's runs, which lie scattered as those of a file system: 4 KiB to 1 MiB. */
const disk = { size: 1024 * MiB, runs: 200, block: 4096, longest: 256 } as const;

/** Counts the bytes that are sent of a disk to a page blob, the footer included. */
export const blobBytes: Bench = {
  name: "blob-bytes",
  goal: 1.02,
  against: "the disk's used blocks, as du counts them",
  run: () =>
    inFolder(async (folder) => {
      const [image] = imagesOf(1);
      if (image === undefined) throw new RangeError("no image");
      const places = { tree: path.join(folder, "tree"), staging: path.join(folder, "staging") };
      return measured(places, await stageDisk(places, image, writeDisk, "raw"));
    }),
};

async function writeDisk(file: string): Promise<void> {
  const handle = await open(file, "w");
  try {
    await handle.truncate(disk.size);
    const apart = Math.floor(disk.size / disk.runs / disk.block) * disk.block;
    for (let run = 0; run < disk.runs; run += 1) {
      const blocks = 1 + ((run * 7919) % disk.longest);
      await handle.write(randomFillSync(Buffer.allocUnsafe(blocks * disk.block)), 0, blocks * disk.block, run * apart);
    }
  } finally {
    await handle.close();
  }
}

async function measured(
  places: { tree: string; staging: string },
  { image, disk: file, digest }: DiskImage,
): Promise<Measurement> {
  const subscription = new Subscription("bench", "bench");
  subscription.define(definitionName(image), { ...galleryDefinition(image) });
  const azure = await AzureStandIn.start(subscription);
  const process = {};
  shareSessions(process, new Sessions({ environment: azure.environment(subscription.tenant), limits: { look: 1 } }));
  const provider = createProvider({ report: () => undefined, warn: () => undefined }, process);
  await provider.configure({ ...places });
  const inputs: AzureImageInputs = {
    tenant: subscription.tenant,
    subscription: subscription.id,
    resourceGroup: subscription.resourceGroup,
    home: subscription.home,
    storageAccount: subscription.storageAccount,
    container: subscription.container,
    gallery: "debian",
    image: imageName(image),
    digest,
    definition: definitionName(image),
    version: azureVersion(image.version),
    targets: [],
    required: true,
    outcome: "passed",
  };
  const urn = `urn:pulumi:bench::cloud-images::${azureTypes.image}::${inputs.image}`;
  const seconds = await secondsOf(() => provider.create(urn, { ...inputs }));
  await provider.cancel();
  await azure.end();
  const used = (await stat(file)).blocks * 512;
  return { ratio: azure.received / used, seconds };
}
