import type { GalleryVersion } from "../../../../clients/azure/gallery-answers.ts";
import { passed } from "../../../image-at-target.ts";
import type { SharedVersionInputs } from "../../model/resources.ts";
import type { WantedRegion } from "../body.ts";

type Wanted = Pick<SharedVersionInputs, "home" | "required" | "shown">;

/** Where everybody may start it: the home region is among them, or there is no version at all. */
export function wantedRegions({ home, shown }: Wanted): string[] {
  const regions = Object.keys(shown).filter((region) => shown[region] === true);
  return regions.length === 0 || regions.includes(home) ? regions : [home, ...regions];
}

const isCopied = ({ properties }: GalleryVersion, region: string): boolean =>
  properties.replicationStatus?.summary.some((each) => each.region === region && each.state === "Completed") === true;

/** Whether `latest` leads to it there. */
const leads = ({ properties }: GalleryVersion, region: string): boolean =>
  properties.publishingProfile.excludeFromLatest !== true &&
  properties.publishingProfile.targetRegions.some(
    ({ name, excludeFromLatest }) => name === region && excludeFromLatest !== true,
  );

/** Whether it was ever whole for anybody. */
export const wasShown = (found: GalleryVersion): boolean =>
  found.properties.publishingProfile.targetRegions.some(({ name }) => leads(found, name));

export interface Stage {
  regions: readonly WantedRegion[];
  excluded: boolean;
}

/**
 * What the version should be next. `latest` passes it over until every required region has it; only then are the others added,
 * because Azure takes no other change until all regions of the last one are done, which may be a day for a slow one.
 */
export function nextStage(found: GalleryVersion | undefined, wanted: Wanted): Stage {
  const all = wantedRegions(wanted);
  const first = all.filter((region) => region === wanted.home || wanted.required.includes(region));
  if (found === undefined) return { regions: first.map((name) => ({ name, excluded: true })), excluded: true };
  const isReady = first.every((region) => isCopied(found, region));
  const there = found.properties.publishingProfile.targetRegions.map(({ name }) => name);
  // what is there already stays, as long as it is wanted
  const regions = isReady && wasShown(found) ? all : all.filter((name) => first.includes(name) || there.includes(name));
  return {
    regions: regions.map((name) => ({ name, excluded: !leads(found, name) && !(isReady && isCopied(found, name)) })),
    excluded: !wasShown(found) && !isReady,
  };
}

/** Whether the version is as the stage wants it. */
export function isAt({ properties: { publishingProfile } }: GalleryVersion, { regions, excluded }: Stage): boolean {
  const { targetRegions, excludeFromLatest } = publishingProfile;
  if ((excludeFromLatest === true) !== excluded || targetRegions.length !== regions.length) return false;
  return regions.every((region) =>
    targetRegions.some(
      ({ name, excludeFromLatest: out }) => name === region.name && (out === true) === region.excluded,
    ),
  );
}

/** By region: `passed`, or what is still to come. */
export function resultsOf(found: GalleryVersion | undefined, { shown, ...rest }: Wanted): Record<string, string> {
  const wanted = wantedRegions({ shown, ...rest });
  return Object.fromEntries(
    Object.keys(shown).map((region) => [region, wanted.includes(region) ? resultIn(found, region) : passed]),
  );
}

function resultIn(found: GalleryVersion | undefined, region: string): string {
  if (found === undefined) return "broken: not yet made; the next run goes on";
  if (isCopied(found, region) && leads(found, region)) return passed;
  const status = found.properties.replicationStatus?.summary.find((each) => each.region === region);
  if (status?.state === "Failed")
    return `broken: Azure could not copy it to ${region}: ${status.details ?? "no reason"}`;
  return `broken: not yet in ${region} (${status?.progress ?? 0} %); the next run goes on`;
}
