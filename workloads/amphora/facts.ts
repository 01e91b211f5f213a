import { resolve } from "node:path";
import type { AmphoraFacts, AmphoraPolicy } from "./model/facts.ts";
import type { Problem } from "../../images/model/errors.ts";
import type { AmphoraCloud, AmphoraSettings } from "./config.ts";
import { readAmphoraBuilds, type AmphoraBuilds } from "./builds.ts";
import { readAmphoraCloud } from "./cloud.ts";
import { instant } from "../../storage/clock.ts";

/** One cloud of the configuration, with the facts and the policy of its plan. */
export interface ObservedCloud {
  cloud: AmphoraCloud;
  facts: AmphoraFacts;
  policy: AmphoraPolicy;
}

/** Everything that the stack `amphora` reads, once per command. */
export interface StackClouds {
  places: ObservedCloud[];
  refusals: Problem[];
  warnings: string[];
}

export async function readAmphorae(settings: AmphoraSettings): Promise<StackClouds> {
  const now = instant(settings.now);
  const releases = Object.entries(settings.images);
  const builds = new Map<string, AmphoraBuilds>();
  for (const [release, { folder }] of releases) builds.set(release, await readAmphoraBuilds(resolve(folder), release));
  const read = await Promise.all(settings.clouds.map(async (cloud) => ({ cloud, ...(await readAmphoraCloud(cloud)) })));
  return {
    places: read.map(({ cloud, seen }) => ({
      cloud,
      facts: { ...seen, builds: builds.get(cloud.release)?.builds ?? [] },
      policy: policyOf(settings, cloud, now),
    })),
    refusals: [...builds.values()].flatMap(({ refusals }) => refusals),
    warnings: read.flatMap(({ warnings }) => warnings),
  };
}

function policyOf({ images, keep }: AmphoraSettings, settings: AmphoraCloud, now: Date): AmphoraPolicy {
  const { cloud, tag, release, arch, replaces } = settings;
  const own = images[release];
  if (own === undefined) throw new RangeError(`no images for ${release}`);
  const { withdraw, reevaluateBy } = own;
  return { cloud, tag, release, arch, replaces, keep, withdraw, reevaluateBy, now };
}
