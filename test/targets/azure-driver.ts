import { azureTarget, type AzurePlace } from "../../targets/azure/model/target.ts";
import { definitionName, galleryDefinition } from "../../targets/azure/model/definition.ts";
import { azureResources } from "../../targets/azure/resources.ts";
import { Sessions, shareSessions } from "../../targets/azure/provider/sessions.ts";
import { vhdOf } from "../../targets/azure/provider/image/vhd.ts";
import type { Limits } from "../../clients/azure/limits.ts";
import { imageName, type Image } from "../../images/model/image.ts";
import { createProvider } from "../../provider/index.ts";
import type { World } from "../../provider/mirror/world.fixture.ts";
import { openDisk } from "../../storage/disk/open.ts";
import type { BlobStore } from "../peers/azure/blobs.ts";
import { Subscription } from "../peers/azure/account.ts";
import { isCopiedTo } from "../peers/azure/time.ts";
import { AzureStandIn } from "../peers/azure/stand-in.ts";
import { GlanceProxy, type GlanceFault } from "../peers/glance-proxy.ts";
import type { Moment, TargetDriver } from "./driver.ts";

const faults: Readonly<Record<Moment, GlanceFault>> = { before: "refused", during: "cut off", after: "reply lost" };
const changes = /^(PUT|DELETE) /;
const pages = /^PUT .*comp=page$/;

/** Short pauses; the number of looks only bounds what never ends. */
export const limits: Partial<Limits> = {
  answer: 10_000,
  tries: 2,
  pause: 2,
  longestPause: 50,
  look: 2,
  looks: 200,
};

const tenant = "0a1b2c3d-0000-4000-8000-000000000001";
const subscriptionId = "0a1b2c3d-0000-4000-8000-00000000da11";

export interface PublishedInWorld {
  world: World;
  image: Image;
  digest: string;
}

export interface AzureBehind extends TargetDriver {
  subscription: Subscription;
  standIn: AzureStandIn;
  proxy: GlanceProxy;
  said: string[];
}

/** Drives Azure's target against the stand-in, behind a proxy that spoils calls; both may be there already. `store` has the blobs. */
export async function azureDriver(
  { world, image, digest }: PublishedInWorld,
  own = limits,
  behind?: Pick<AzureBehind, "subscription" | "standIn" | "proxy">,
  store?: BlobStore,
): Promise<AzureBehind> {
  const { subscription, standIn, proxy } = behind ?? (await freshAzure(image));
  if (store !== undefined) subscription.store = store;
  const said: string[] = [];
  const deleter: NodeJS.ProcessEnv = {};
  const place: AzurePlace = {
    tenant,
    subscription: subscription.id,
    resourceGroup: subscription.resourceGroup,
    storageAccount: subscription.storageAccount,
    container: subscription.container,
    gallery: "debian",
    communityGallery: "debian_public",
    home: subscription.home,
    replicas: 1,
  };
  const targetIn = (azure: AzurePlace) => ({ ...azureTarget(azure, azure.home, true), vendors: [image.vendor] });
  const blob = `${imageName(image)}.vhd`;
  const versions = (gallery: string) => [...(subscription.definition(gallery, definitionName(image))?.versions ?? [])];
  const expected = await vhdBytes({ world, image, digest });
  return {
    subscription,
    standIn,
    proxy,
    said,
    resources: azureResources,
    target: targetIn(place),
    foreign: targetIn({ ...place, subscription: "0a1b2c3d-0000-4000-8000-0000000000ff" }),
    image,
    digest,
    async provider() {
      const process = {};
      shareSessions(
        process,
        new Sessions({ environment: { ...standIn.environment(tenant, proxy.url), ...deleter }, limits: own }),
      );
      const provider = createProvider({ report: () => undefined, warn: (_urn, text) => said.push(text) }, process);
      await provider.configure({ tree: world.tree, staging: world.staging, jobs: 2 });
      return provider;
    },
    async outsider() {
      const seen = versions("debian_public").some(([, found]) => isCopiedTo(found, place.home));
      return { listed: seen, startable: seen };
    },
    async owned() {
      const bytes = await subscription.store.bytes(blob);
      const made = versions("debian").map(([number, { state }]) => ({
        ref: `debian/images/${definitionName(image)}/versions/${number}`,
        whole: state === "Succeeded" && bytes?.equals(expected) === true,
      }));
      return bytes !== undefined && made.length === 0 ? [{ ref: blob, whole: false }] : made;
    },
    count: () => ({ uploads: proxy.count(pages), changes: proxy.count(changes) }),
    divide() {
      standIn.deleter = deleter["AZURE_DELETE_CLIENT_ID"] = "11111111-2222-3333-4444-666666666666";
    },
    forestall: () => proxy.trouble(changes, "second", Infinity),
    spoil: (moment) => proxy.trouble(changes, faults[moment], 99),
    async calm() {
      proxy.calm();
      await proxy.settled();
    },
    async end() {
      await proxy.end();
      await standIn.end();
    },
  };
}

/** What role `accounts` makes for the image, and a server in front of it. */
async function freshAzure(image: Image): Promise<Pick<AzureBehind, "subscription" | "standIn" | "proxy">> {
  const subscription = new Subscription(subscriptionId, tenant);
  const definition = galleryDefinition(image);
  if (definition === undefined) throw new RangeError(`Azure has no machines for ${image.arch}`);
  const { name, ...properties } = definition;
  subscription.define(name, properties);
  const standIn = await AzureStandIn.start(subscription);
  const proxy = await GlanceProxy.start(standIn.url);
  return { subscription, standIn, proxy };
}

/** The whole file, as an upload without holes has it. */
async function vhdBytes({ world, image, digest }: PublishedInWorld): Promise<Buffer> {
  const disk = await openDisk(world, image, AbortSignal.timeout(60_000));
  try {
    const vhd = vhdOf(disk, digest);
    const bytes = Buffer.alloc(vhd.size);
    for (const piece of vhd.pieces) (await vhd.read(piece)).copy(bytes, piece.offset);
    return bytes;
  } finally {
    await disk.close();
  }
}
