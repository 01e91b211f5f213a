import type { GalleryVersion } from "../../../../clients/azure/gallery-answers.ts";
import { later } from "../../../../images/tree/later.ts";
import { passed } from "../../../image-at-target.ts";
import type { SharedVersionInputs } from "../../model/resources.ts";
import { isCopied, leadsIn, type Flags } from "../latest/flags.ts";

type Wanted = Pick<SharedVersionInputs, "home" | "required" | "first" | "shown" | "phases">;

/** The regions where everybody may start it. They include the home region, or there is no version at all. */
export function wantedRegions({ home, shown }: Wanted): string[] {
  const regions = Object.keys(shown).filter((region) => shown[region] === true);
  return regions.length === 0 || regions.includes(home) ? regions : [home, ...regions];
}

/**
 * Whether everybody could start it in every region that gets it first, or `latest` ever led to it: it is never deleted to be made
 * again.
 */
export const wasShown = (found: GalleryVersion, wanted: Wanted): boolean =>
  firstRegions(wanted).every((region) => isCopied(found, region)) || leads(found);

const leads = (found: GalleryVersion): boolean =>
  found.properties.publishingProfile.targetRegions.some(({ name }) => leadsIn(found, name));

function firstRegions(wanted: Wanted): string[] {
  const { home, required, first = required } = wanted;
  return wantedRegions(wanted).filter((region) => region === home || first.includes(region));
}

/**
 * What the version should be next. `latest` passes a new one over: it is led to it when every place shows the image. The regions that
 * are not required are added after that, because Azure takes no other change until all regions of the last one are done, which may be
 * a day for a slow one.
 */
export function nextStage(found: GalleryVersion | undefined, wanted: Wanted): Flags {
  const first = firstRegions(wanted);
  if (found === undefined) return { regions: first.map((name) => ({ name, excluded: true })), excluded: true };
  const { targetRegions, excludeFromLatest } = found.properties.publishingProfile;
  const there = targetRegions.map(({ name }) => name);
  // existing regions stay, as long as they are wanted
  const regions = wantedRegions(wanted).filter(
    (name) => first.includes(name) || there.includes(name) || mayJoin(found, wanted),
  );
  return {
    regions: regions.map((name) => ({ name, excluded: !leadsIn(found, name) })),
    excluded: excludeFromLatest === true,
  };
}

/** A version that a newer one has replaced does not wait for `latest`, which is not led to it any more. */
const mayJoin = (found: GalleryVersion, wanted: Wanted): boolean =>
  (leads(found) || wanted.phases[wanted.home] !== "current") &&
  firstRegions(wanted).every((region) => isCopied(found, region));

/** Whether the version is as the stage wants it. */
export function isAt(
  { properties: { publishingProfile, safetyProfile } }: GalleryVersion,
  { regions, excluded }: Flags,
  { replicas, guardedUntil }: Pick<SharedVersionInputs, "replicas" | "guardedUntil">,
): boolean {
  const { targetRegions, excludeFromLatest, endOfLifeDate } = publishingProfile;
  const isGuarded = safetyProfile?.blockDeletionBeforeEndOfLife === true;
  if ((excludeFromLatest === true) !== excluded || targetRegions.length !== regions.length) return false;
  if (isGuarded !== (guardedUntil !== null)) return false;
  if (guardedUntil !== null && Date.parse(endOfLifeDate ?? "") !== Date.parse(guardedUntil)) return false;
  return regions.every((region) =>
    targetRegions.some(
      ({ name, excludeFromLatest: out, regionalReplicaCount }) =>
        name === region.name && (out === true) === region.excluded && (regionalReplicaCount ?? replicas) === replicas,
    ),
  );
}

/** By region: `passed`, or the missing step. */
export function resultsOf(found: GalleryVersion | undefined, { shown, ...rest }: Wanted): Record<string, string> {
  const wanted = wantedRegions({ shown, ...rest });
  return Object.fromEntries(
    Object.keys(shown).map((region) => [
      region,
      wanted.includes(region) ? resultIn(found, region, { shown, ...rest }) : passed,
    ]),
  );
}

function resultIn(found: GalleryVersion | undefined, region: string, wanted: Wanted): string {
  if (found === undefined) return "broken: not yet made; the next run continues";
  if (isCopied(found, region)) return passed;
  if (!nextStage(found, wanted).regions.some(({ name }) => name === region))
    return later("it is copied there once latest leads to it in the required regions");
  const status = found.properties.replicationStatus?.summary.find((each) => each.region === region);
  if (status?.state === "Failed")
    return `broken: Azure could not copy it to ${region}: ${status.details ?? "no reason"}`;
  return `broken: not yet in ${region} (${status?.progress ?? 0} %); the next run continues`;
}
