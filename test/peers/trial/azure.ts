import { channels } from "../../../images/model/definitions/channels.ts";
import { buildsOf, isSuite, suites } from "../../../images/model/definitions/suites.ts";
import { galleryDefinition } from "../../../targets/azure/model/definition.ts";
import { Subscription } from "../azure/account.ts";
import type { StoredBlob } from "../azure/blobs.ts";
import type { Gallery, Version } from "../azure/galleries.ts";
import { isCopiedTo } from "../azure/time.ts";
import { AzureStandIn } from "../azure/stand-in.ts";
import type { TrialCloud } from "./trial-cloud.ts";

const tenant = "0a1b2c3d-0000-4000-8000-000000000001";
const subscriptionId = "0a1b2c3d-0000-4000-8000-00000000da11";
const regions = ["westeurope", "eastus"];

interface Kept {
  galleries: ReadonlyMap<string, Gallery>;
  blobs: ReadonlyMap<string, StoredBlob>;
}

/** Starts Azure for a trial: a subscription with what the role `accounts` makes, both galleries and a definition for each family. */
export async function startAzure(kept: Kept | undefined): Promise<TrialCloud> {
  const subscription = new Subscription(subscriptionId, tenant);
  for (const family of Object.keys(suites).filter(isSuite).flatMap(families)) {
    const definition = galleryDefinition(family);
    if (definition === undefined) continue;
    const { name, ...properties } = definition;
    subscription.define(name, properties);
  }
  for (const [name, gallery] of kept?.galleries ?? []) subscription.galleries.set(name, gallery);
  for (const [name, blob] of kept?.blobs ?? []) subscription.blobs.blobs.set(name, blob);
  const standIn = await AzureStandIn.start(subscription);
  const { resourceGroup, storageAccount, container, home } = subscription;
  return {
    environment: plain(standIn.environment(tenant)),
    settings: {
      tenant,
      subscription: subscriptionId,
      resourceGroup,
      storageAccount,
      container,
      gallery: "debian",
      communityGallery: "debian_public",
      home,
      regions,
    },
    seen: () =>
      [...(subscription.galleries.get("debian_public")?.definitions ?? [])].flatMap(([family, { versions }]) =>
        regions.flatMap((region) =>
          seenIn(versions, region).map((line) => `${region}  debian_public  ${family}  ${line}`),
        ),
      ),
    kept: (): Kept => ({ galleries: subscription.galleries, blobs: subscription.blobs.blobs }),
    end: () => standIn.end(),
  };
}

/** A region's versions, and to which of them its `latest` leads: the highest that nothing excludes. */
function seenIn(versions: ReadonlyMap<string, Version>, region: string): string[] {
  const copied = [...versions].filter(([, version]) => isCopiedTo(version, region));
  const latest = copied
    .filter(([, version]) => !isExcluded(version, region))
    .map(([number]) => number)
    .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .at(-1);
  return copied.map(([number]) => (number === latest ? `${number}  latest` : number));
}

function isExcluded({ body }: Version, region: string): boolean {
  const { excludeFromLatest, targetRegions } = body.properties.publishingProfile;
  return excludeFromLatest === true || targetRegions.find(({ name }) => name === region)?.excludeFromLatest === true;
}

const families = (suite: keyof typeof suites) =>
  buildsOf(suite)
    .filter(({ vendor }) => vendor === "azure")
    .flatMap((build) => channels.map((channel) => ({ ...build, suite, channel })));

const plain = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
