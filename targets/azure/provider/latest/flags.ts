import type { GalleryVersion } from "../../../../clients/azure/gallery-answers.ts";
import type { WantedRegion } from "../body.ts";

/** `latest` leads to the highest version that a region has and that no flag excludes: one of the version's, one of its region's. */

export interface Flags {
  regions: readonly WantedRegion[];
  excluded: boolean;
}

/** Whether the version's flags let `latest` lead to it there. */
export const leadsIn = ({ properties }: GalleryVersion, region: string): boolean =>
  properties.publishingProfile.excludeFromLatest !== true &&
  properties.publishingProfile.targetRegions.some(
    ({ name, excludeFromLatest }) => name === region && excludeFromLatest !== true,
  );

/** Whether Azure has copied it there. */
export const isCopied = ({ properties }: GalleryVersion, region: string): boolean =>
  properties.replicationStatus?.summary.some((each) => each.region === region && each.state === "Completed") === true;

/** The flags with which `latest` may lead to it in exactly these of its regions, without those that Azure refuses. */
export function flagsFor(
  { properties }: GalleryVersion,
  leads: (region: string) => boolean,
  lost: ReadonlySet<string>,
): Flags {
  const there = properties.publishingProfile.targetRegions.filter(({ name }) => !lost.has(name));
  const regions = there.map(({ name }) => ({ name, excluded: !leads(name) }));
  return { regions, excluded: regions.every(({ excluded }) => excluded) };
}

/** Whether a version's number is higher, as Azure compares them: part by part. */
export function isHigher(version: string, than: string): boolean {
  const parts = than.split(".").map(Number);
  const first = version
    .split(".")
    .map((part, index) => Number(part) - (parts[index] ?? 0))
    .find((difference) => difference !== 0);
  return first !== undefined && first > 0;
}
