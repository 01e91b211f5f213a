import { galleryDefinition } from "../../../targets/azure/model/definition.ts";
import { Sessions, shareSessions } from "../../../targets/azure/provider/sessions.ts";
import type { Image } from "../../../images/model/image.ts";
import { Subscription } from "../../peers/azure/account.ts";
import type { Version } from "../../peers/azure/galleries.ts";
import { AzureStandIn } from "../../peers/azure/stand-in.ts";
import { isCopiedTo } from "../../peers/azure/time.ts";
import { limits } from "../../targets/azure-driver.ts";
import type { Connections } from "../line.ts";
import { imageIn, markAt, markOf, type DaysCloud, type Held, type Lead } from "../sight.ts";

interface AzureStart {
  subscription: string;
  regions: readonly string[];
  family: Omit<Image, "version">;
}

const tenant = "0a1b2c3d-0000-4000-8000-000000000001";

/** A subscription with both galleries. The last region is best effort: while it is down, copies to it do not end. */
export async function azureCloud(
  connections: Connections,
  { subscription: id, regions, family }: AzureStart,
): Promise<DaysCloud> {
  const own = new Subscription(id, tenant);
  own.regions = new Set(regions);
  const definition = galleryDefinition(family);
  if (definition === undefined) throw new RangeError(family.arch);
  own.define(definition.name, { ...definition });
  const standIn = await AzureStandIn.start(own);
  const url = await connections.line(standIn.url);
  const { resourceGroup, storageAccount, container, home } = own;
  const environment = standIn.environment(tenant, url);
  const last = regions.at(-1) ?? "";
  const versions = (gallery: string): Version[] => [
    ...(own.definition(gallery, definition.name)?.versions.values() ?? []),
  ];
  return {
    environment,
    takes: family.vendor,
    required: regions.slice(0, -1).map((region) => `azure-${region}`),
    bestEffort: [`azure-${last}`],
    settings: {
      tenant,
      subscription: id,
      resourceGroup,
      storageAccount,
      container,
      gallery: "debian",
      communityGallery: "debian_public",
      home,
      regions: regions.slice(0, -1),
      bestEffort: [last],
      vendors: [family.vendor],
    },
    share: (process) => shareSessions(process, new Sessions({ environment, limits })),
    look() {
      const made = versions("debian");
      const shown = versions("debian_public");
      const blobs = [...own.blobs.blobs.keys()];
      return {
        leads: regions.flatMap((region) => latestIn(own, definition.name, region)),
        held: regions.flatMap((region) => heldIn(own, region, made, shown)),
        loose: blobs
          .filter((blob) => made.every((version) => `${nameOf(version)}.vhd` !== blob))
          .map((blob) => `azure ${blob}`),
      };
    },
    strayCalls: () => standIn.calls.filter((call) => / \/arm\/subscriptions\//.test(call) && !call.includes(id)),
    down: () => void own.pace.slow.add(last),
    up() {
      own.pace.slow.clear();
      for (const { copying } of versions("debian_public")) if (copying.get(last) === Infinity) copying.set(last, 1);
    },
    end: () => standIn.end(),
  };
}

const nameOf = ({ body }: Version): string => body.tags?.["debian_image"] ?? "";

const keyOf = (version: Version): { member: string; version: string } => imageIn(nameOf(version), "ec2");

/** Where `latest` leads in a region: to the highest version that is copied there and not excluded from it, or nowhere. */
function latestIn(own: Subscription, definition: string, region: string): Lead[] {
  const versions = [...(own.definition("debian_public", definition)?.versions.values() ?? [])].filter((version) => {
    const { targetRegions, excludeFromLatest } = version.body.properties.publishingProfile;
    const there = targetRegions.find(({ name }) => name === region);
    return excludeFromLatest !== true && there?.excludeFromLatest === false && isCopiedTo(version, region);
  });
  const [newest] = versions.toSorted((a, b) => (keyOf(a).version < keyOf(b).version ? 1 : -1));
  if (newest === undefined) return [];
  const from = `azure-${region} latest`;
  return [{ from, version: keyOf(newest).version, wrong: wrongOf(own, newest) }];
}

/** What a region has. The private version is one for all regions; the public one has a copy in each. */
function heldIn(own: Subscription, region: string, made: readonly Version[], shown: readonly Version[]): Held[] {
  return made.map((version) => {
    const key = keyOf(version);
    const name = nameOf(version);
    const isPublic = shown.some((each) => nameOf(each) === name && isCopiedTo(each, region));
    return {
      target: `azure-${region}`,
      image: `${key.member} ${key.version}`,
      isPublic,
      wrong: version.state === "Succeeded" ? wrongOf(own, version) : `${name} is ${version.state}`,
    };
  });
}

function wrongOf(own: Subscription, version: Version): string | undefined {
  const { member, version: number } = keyOf(version);
  const name = nameOf(version);
  const blob = own.blobs.blobs.get(`${name}.vhd`);
  const mark = markOf(member, number);
  if (blob?.pages.get(markAt)?.subarray(0, mark.length).equals(mark) !== true) return `${name} has other bytes`;
  return undefined;
}
